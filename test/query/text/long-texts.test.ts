import { type Auto, Database, Entity, Field, FullText, Model, ValidationError } from 'redstart';

@Entity('Chapter')
class Chapter extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() body!: string;
  @Field.integer() copies: Auto<number> = 0;
  @FullText() @Field.text() get repeated(): string {
    return Array.from({ length: this.copies }, (_, i) => `copy${i}`).join(' ');
  }
}

const words = (count: number): string => Array.from({ length: count }, (_, i) => `w${i.toString(36)}q`).join(' ');

describe('texts of many words', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Chapter] });
  });
  afterAll(() => db.close());

  it('are refused beyond 2,000 different ones, before anything is written', async () => {
    const long = words(2001);
    await expect(Chapter.create({ body: long })).rejects.toThrow(ValidationError);
    await expect(Chapter.insertMany([{ body: 'short' }, { body: long }])).rejects.toThrow(
      'body: expected a text of at most 2000 different words (a longer one in parts), found one of more',
    );
    await expect(Chapter.create({ body: '', copies: 2001 })).rejects.toThrow(
      'repeated: expected a text of at most 2000',
    );
    expect(await Chapter.query().count()).toBe(0);
    const chapter = await Chapter.create({ body: 'short' });
    await expect(chapter.update({ body: long })).rejects.toThrow(ValidationError);
    expect(await Chapter.query().search('short').ids()).toEqual([chapter.id]);
    await chapter.delete();
    expect((await db.redis.keys('*')).filter((key) => key.includes('#dict'))).toEqual([]);
  });

  it('may repeat their words as often as they like', async () => {
    const chapter = await Chapter.create({ body: `${words(100)} `.repeat(50) });
    expect(await Chapter.query().search('w2rq').ids()).toEqual([chapter.id]);
  });

  // in a small packed set each look-up of a word would compare with the first word of every leaf
  it('leave the directory of a dictionary a skip list', async () => {
    await Chapter.create({ body: words(300) });
    const [directory] = await db.redis.keys('*#dict:body');
    expect(await db.redis.object('ENCODING', directory!)).toBe('skiplist');
    expect((await db.redis.zrange(directory!, '0', '-1')).filter((term) => !/^w\w+$/.test(term))).toEqual([]);
  });

  it('are refused in a search index as well', async () => {
    const index = db.searchIndex('chapters', { fields: { body: {} } });
    await expect(index.add('a', { body: words(2001) })).rejects.toThrow(RangeError);
    expect(await index.size()).toBe(0);
  });
});
