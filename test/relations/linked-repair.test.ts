import { type Auto, Database, Entity, Field, type Many, ManyToMany, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Person')
class Person extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Group, { kind: 'sortedSet', inverse: (group) => group.members }) groups!: Many<Group, 'sortedSet'>;
}

@Entity('Group')
class Group extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @ManyToMany(() => Person, { kind: 'list' }) members!: Many<Person, 'list'>;
}

const models = [Person, Group] as const;
let db: Database;
let people: Person[];
let group: Group;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'mended', models });
});
beforeEach(async () => {
  await db.redis.flushall();
  people = await Person.insertMany(Array.from({ length: 12 }, () => ({})));
  group = await Group.create({ id: 'g' });
  await group.members.add(...people);
});
afterAll(() => db.close());

/** What verify() finds in both models, and repair() mends: afterwards nothing is left, and all keys agree. */
async function mended(): Promise<string[]> {
  const found = [await Person.verify(), await Group.verify()].flatMap(({ problems }) => problems);
  await Person.repair();
  await Group.repair();
  expect([...(await Person.verify()).problems, ...(await Group.verify()).problems]).toEqual([]);
  for (const model of models) await expectConsistent(db, model);
  return found.map(({ kind, name, id }) => `${kind} ${name} ${id}`);
}

describe('verify and repair', () => {
  it('find nothing where nothing is wrong', async () => {
    expect(await mended()).toEqual([]);
  });

  it('let go of entities that were deleted from outside', async () => {
    await group.members.add(...(await Person.insertMany(Array.from({ length: 588 }, () => ({})))));
    await db.redis.del('{mended}:Person:7');
    const found = await mended();
    expect(found.sort()).toEqual([
      'orphan ids 7',
      'orphan in:members:7 g',
      'orphan of:Group.members:g 7',
      'orphan own:groups:7 g',
    ]);
    expect(await group.members.count()).toBe(599);
    expect(await db.redis.lpos('{mended}:Group#own:members:g', '7')).toBeNull();
  });

  it('add what one side lacks', async () => {
    await db.redis.zrem('{mended}:Group#of:Group.members:7', 'g');
    await db.redis.zrem('{mended}:Group#in:members:7', 'g');
    await db.redis.zrem('{mended}:Person#own:groups:8', 'g');
    await db.redis.lrem('{mended}:Group#own:members:g', 0, '9');
    const found = await mended();
    expect(found.length).toBeGreaterThan(2);
    expect(await people[6]!.groups.ids()).toEqual(['g']);
    expect(await people[7]!.groups.score(group)).toBe(0);
    expect((await group.members.ids()).at(-1)).toBe(9);
  });

  it('take out of an order what is in no list', async () => {
    await db.redis.rpush('{mended}:Group#own:members:g', '777');
    await db.redis.zadd('{mended}:Person#own:groups:8', 1, 'x');
    expect((await mended()).sort()).toEqual(['orphan own:groups:8 x', 'orphan own:members:g 777']);
  });
});
