import fc from 'fast-check';
import { type Auto, Database, Entity, Field, FullText, Model } from 'redstart';
import { Analyzer } from '../../../src/text/analyzer.js';
import { expectConsistent } from '../../support/consistency.js';
import { expectProperty } from '../../support/property.js';
import { TextOracle } from '../../support/text-oracle.js';

@Entity('Text')
class Text extends Model {
  @Field.id() id!: Auto<number>;
  @FullText({ suffix: true }) @Field.text({ optional: true }) body?: string;
}

const WORDS =
  'loom looms engine engines steam the of stream strait wheel wheels spin spun spindle a cotton weaver weaving été 東京'.split(
    ' ',
  );
const word = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...WORDS.slice(0, 8)) }, fc.constantFrom(...WORDS));
const text = fc.array(word, { maxLength: 20 }).map((words) => words.join(' '));

const simple = fc.oneof(
  { weight: 4, arbitrary: word },
  fc.array(word, { minLength: 2, maxLength: 3 }).map((words) => `"${words.join(' ')}"`),
  fc.constantFrom('st*', 's*', 'spin*', 'weav*', '*m', '*n', 'lom~1', 'whel~2', 'stram~1', 'engin~'),
);
const query = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    { weight: 3, arbitrary: simple },
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a} OR ${b})`),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a} ${b})`),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a} -${b})`),
    tie('node').map((a) => `(NOT ${a})`),
  ),
})).node;

describe('searches of random texts', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ namespace: 'random', models: [Text] });
  });
  afterAll(() => db.close());

  it('find what a plain search of all texts finds, in its order, at any slice bound', async () => {
    const round = fc.tuple(
      fc.array(fc.option(text, { nil: undefined, freq: 8 }), { minLength: 1, maxLength: 40 }),
      fc.array(fc.tuple(fc.nat(39), fc.option(text, { nil: undefined })), { maxLength: 10 }),
      fc.array(query, { minLength: 20, maxLength: 20 }),
    );
    const analyzer = new Analyzer();
    await expectProperty(
      fc.asyncProperty(round, async ([bodies, changes, queries]) => {
        // what an earlier round left
        await Promise.all((await Text.query().all()).map((each) => each.delete()));
        const all = await Text.insertMany(bodies.map((body) => (body === undefined ? {} : { body })));
        for (const [at, body] of changes) if (all[at]) await all[at].update({ body });
        await expectConsistent(db, Text);
        const texts = new Map(all.map(({ id, body }) => [id, body] as const));
        const oracle = new TextOracle(analyzer, texts);
        for (const [i, asked] of queries.entries()) {
          const wanted = oracle.search(asked).map(([id]) => id);
          const asks = Text.query()
            .search(asked)
            .within([1, 7, 3500][i % 3]!);
          const found = await asks.ids();
          expect([asked, oracle.settle(asked, found)]).toEqual([asked, wanted]);
          expect([asked, await asks.offset(2).limit(3).ids()]).toEqual([asked, found.slice(2, 5)]);
          const byId = [...wanted].sort((a, b) => b - a);
          expect([asked, await asks.orderBy({ id: 'desc' }).ids()]).toEqual([asked, byId]);
          expect([asked, await asks.count()]).toEqual([asked, wanted.length]);
        }
      }),
      12,
    );
    await expectConsistent(db, Text);
  });

  // the last two tell as much of the word as each other: what is left between their scores is rounding
  it('stand in either order where their scores differ by the last bit', async () => {
    await Promise.all((await Text.query().all()).map((each) => each.delete()));
    const bodies = [
      'spin the stream engine stream wheels spin of spun',
      'steam loom stream the of stream wheel',
      'of of loom the stream',
      'stream stream loom spun weaver looms stream wheels 東京',
    ];
    const all = await Text.insertMany(bodies.map((body) => ({ body })));
    const oracle = new TextOracle(new Analyzer(), new Map(all.map(({ id, body }) => [id, body] as const)));
    const wanted = oracle.search('stream').map(([id]) => id);
    expect(oracle.settle('stream', await Text.query().search('stream').ids())).toEqual(wanted);
  });
});
