import { type Auto, Database, Entity, Field, Index, Model, SchemaChangedError } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Visit', { ttl: 60_000 })
class Brief extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() page!: number;
}

@Entity('Visit', { ttl: 3_600_000 })
class Long extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() page!: number;
}

@Entity('Visit')
class Lasting extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() page!: number;
}

describe('programs that disagree on how long entities live', () => {
  let server: Database;
  const opened: Database[] = [];

  const program = async () => {
    const [, path] = (await server.redis.config('GET', 'unixsocket')) as [string, string];
    const db = await Database.connect({ path });
    opened.push(db);
    return db;
  };

  beforeAll(async () => {
    server = await Database.embedded();
  });
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.close();
    await server.redis.flushall();
  });
  afterAll(() => server.close());

  it('give each entity the time of the program that made it', async () => {
    const [one, other] = [await program(), await program()];
    const brief = await one.bind(Brief).create({ page: 1 });
    const long = await other.bind(Long).create({ page: 2 });
    const left = ({ expiresAt }: Brief | Long) => expiresAt!.getTime() - Date.now();
    expect(left(brief)).toBeLessThanOrEqual(60_000);
    expect(left(long)).toBeGreaterThan(60_000);
    // a change by the other one leaves the time as it is
    await other.bind(Long).change(brief.id, { page: 3 });
    expect((await one.bind(Brief).get(brief.id)).expiresAt).toEqual(brief.expiresAt);
    await expectConsistent(one, one.bind(Brief));
    await expectConsistent(other, other.bind(Long));
  });

  it('refuse who says nothing of a time, once another one has written times', async () => {
    const [one, other] = [await program(), await program()];
    const before = await other.bind(Lasting).create({ page: 1 });
    const { id } = await one.bind(Brief).create({ page: 2 });
    for (const write of [
      () => other.bind(Lasting).create({ page: 3 }),
      () => other.bind(Lasting).change(id, { page: 3 }),
      () => before.update({ page: 3 }),
    ])
      await expect(write()).rejects.toThrow(SchemaChangedError);
    expect((await one.bind(Brief).query().all()).map(({ page }) => page)).toEqual([1, 2]);
    expect((await one.bind(Brief).get(before.id)).expiresAt).toBeUndefined();
    await one.bind(Brief).reindex();
    await expectConsistent(one, one.bind(Brief));
  });
});
