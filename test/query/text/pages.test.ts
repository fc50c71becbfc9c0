import { type Auto, Database, Entity, Field, FullText, Index, Model } from 'redstart';

@Entity('Entry')
class Entry extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() text!: string;
  @FullText() @Field.text({ optional: true }) note?: string;
  @Index() @Field.integer() kind!: number;
}

const TOTAL = 60;
/** Many texts tie; "loom" stands once to four times. */
const textOf = (i: number) => `${'loom '.repeat(1 + (i % 4))}${'thread '.repeat(i % 5)}`;

describe('pages of ranked searches', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ namespace: 'ranked', models: [Entry] });
    await Entry.insertMany(
      Array.from({ length: TOTAL }, (_, i) => ({ text: textOf(i), kind: i % 2, ...(i % 6 === 0 && { note: 'loom' }) })),
    );
  });
  afterEach(() => db.close());

  const search = (text = 'loom') => Entry.query().search(text, { boosts: { note: 2 } });
  type Page = {
    readonly rows: readonly Entry[];
    readonly next: string | undefined;
    readonly previous: string | undefined;
  };
  const idsOf = ({ rows }: Page) => rows.map(({ id }) => id);

  it.each([
    ['a word', () => search()],
    ['two words', () => search('loom thread')],
    ['any of two', () => search('loom OR thread')],
    ['a word, with another condition', () => search().where({ kind: 1 })],
    ['a word at a small slice bound', () => search().within(40)],
  ])('of %s have every row once, in its place, forwards and backwards', async (_, query) => {
    const wanted = await query().ids();
    expect(wanted.length).toBeGreaterThan(20);
    const there: number[][] = [];
    let page: Page = await query().page({ size: 7 });
    for (;;) {
      there.push(idsOf(page));
      if (!page.next) break;
      page = await query().page({ size: 7, after: page.next });
    }
    expect(there.flat()).toEqual(wanted);
    const back = [idsOf(page)];
    while (page.previous) {
      page = await query().page({ size: 7, before: page.previous });
      back.unshift(idsOf(page));
    }
    expect(back.flat()).toEqual(wanted);
  });

  it('keep what stays while others go', async () => {
    const wanted = await search().ids();
    const first = await search().page({ size: 10 });
    await (await Entry.get(wanted[9]!))!.delete();
    await (await Entry.get(wanted[30]!))!.delete();
    const second = await search().page({ size: 10, after: first.next });
    // the last row of the first page has gone, and scores have moved a little, as there are fewer texts
    expect(idsOf(second).filter((id) => idsOf(first).includes(id))).toEqual([]);
    expect(idsOf(second)).toHaveLength(10);
  });

  it('take the cursor of their own search alone', async () => {
    const { next } = await search().page({ size: 5 });
    await expect(search('thread').page({ size: 5, after: next })).rejects.toThrow(/cursor/);
    await expect(search().orderBy({ id: 'asc' }).page({ size: 5, after: next })).rejects.toThrow(/cursor/);
  });
});
