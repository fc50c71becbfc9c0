import { type Auto, Database, Entity, Field, Index, Model, Unique } from 'redstart';
import { expectConsistent, inconsistencies } from './consistency.js';

@Entity()
@Unique<Part>((part) => [part.code, part.shelf])
class Part extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() code!: string;
  @Index() @Field.text() shelf!: string;
  @Index() @Field.integer({ optional: true }) weight?: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) label?: string;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Part] });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.redis.flushall();
  await Part.insertMany(
    Array.from({ length: 1500 }, (_, i) => ({
      code: `c${i}`,
      shelf: i % 2 ? 'a:b{}' : 'x'.repeat(200),
      ...(i % 3 && { weight: i, label: `l\0${i}` }),
    })),
  );
});

describe('the check of consistency', () => {
  it('finds nothing in what the library wrote', async () => {
    await expectConsistent(db, Part);
    for await (const part of Part.query()) if (part.id % 3) await part.delete();
    await expectConsistent(db, Part);
  });

  it.each([
    ['an index entry without a row', ['DEL', '{app}:Part:7'], 'ids: "7" has no row'],
    ['a row without its entry', ['ZREM', '{app}:Part#by:weight', 'a2'], '"a2" is missing'],
    ['another score', ['ZADD', '{app}:Part#by:weight', '99', 'a2'], 'has 99, not 1'],
    ['a unique value of nobody', ['HSET', '{app}:Part#uq:code/0', 'ghost', '4000'], 'ghost'],
    ['an id that is in no list', ['SREM', '{app}:Part#0/ids', '3'], '"3" is missing'],
    ['a key of nothing', ['SADD', '{app}:Part#99/eq:shelf:none', '1'], 'belongs to nothing'],
    ['a value of no entity', ['SADD', '{app}:Part#eq:shelf:none', '1'], 'has no row'],
    ['a row without a required field', ['HDEL', '{app}:Part:5', 'shelf'], 'row 5: no shelf'],
    ['a last leaf that is another one', ['HSET', '{app}:Part#counts', 'last', '1'], 'the last leaf is not 1'],
    ['a counter that stays behind', ['HSET', '{app}:Part#counts', 'next', '1499'], 'row 1500'],
  ])('finds %s', async (_, [command, ...args], problem) => {
    await db.redis.call(command!, args);
    expect((await inconsistencies(db, Part)).join('\n')).toContain(problem);
  });
});
