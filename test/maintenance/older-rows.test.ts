import { type Auto, Database, Entity, Field, Index, Migrate, Model, type ModelClass } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('User')
class UserV1 extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() email!: string;
}

@Entity('User', { version: 2 })
@Migrate(2, ({ email, ...row }) => ({ ...row, email: email?.toLowerCase() }))
class UserV2 extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() email!: string;
}

@Entity('User', { version: 3 })
@Migrate(3, (row) => row)
class UserV3 extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() email!: string;
}

/** Names a field anew, and has an index of it. */
@Entity('User', { version: 2 })
@Migrate(2, ({ email, ...row }) => ({ ...row, address: email }))
class Renamed extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() address!: string;
  @Index() @Field.integer({ default: 1 }) rank!: Auto<number>;
}

let db: Database;
const opened: Database[] = [];
const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
beforeAll(async () => {
  db = await Database.embedded({ models: [UserV1] });
});
beforeEach(async () => {
  await db.redis.flushall();
  warned.mockClear();
});
afterAll(async () => {
  warned.mockRestore();
  for (const each of [...opened, db]) await each.close();
});

/** The class in another program. */
async function program<C extends ModelClass>(model: C): Promise<C> {
  const [, path] = (await db.redis.config('GET', 'unixsocket')) as [string, string];
  const other = await Database.connect({ path }, {});
  opened.push(other);
  return other.bind(model);
}

/** The warnings about older rows. */
const told = (): string[] =>
  (warned.mock.calls as unknown as [message: string, options: { readonly code: string }][])
    .filter(([, { code }]) => code === 'REDSTART_OLDER_ROWS')
    .map(([message]) => message);

describe('rows that may be older than the program', () => {
  it('are told of once, where a query reads an index, until migrate() has been there', async () => {
    await UserV1.create({ email: 'Ada@x' });
    const Newer = await program(UserV2);
    const change = { kind: 'version', name: 'User', here: '2', there: '1' };
    expect(await Newer.schemaChanges()).toEqual([change]);
    expect([(await Newer.query().all())[0]!.email, (await Newer.get(1)).email]).toEqual(['ada@x', 'ada@x']);
    expect(told()).toEqual([]);
    expect(await Newer.query().where({ email: 'ada@x' }).count()).toBe(0);
    expect(told()).toEqual([expect.stringContaining('Run User.migrate(), which')]);
    await Newer.query().where({ email: 'ada@x' }).all();
    expect(told()).toHaveLength(1);

    expect(await Newer.migrate()).toBe(1);
    expect(await Newer.schemaChanges()).toEqual([]);
    expect(await Newer.query().where({ email: 'ada@x' }).count()).toBe(1);
    const another = await program(UserV2);
    await another.query().where({ email: 'ada@x' }).all();
    expect(told()).toHaveLength(1);
    await expectConsistent(opened.at(-1)!, another);
  });

  it('are none where the first program had the version', async () => {
    const Newer = await program(UserV2);
    expect(await Newer.schemaChanges()).toEqual([]);
    await Newer.create({ email: 'ada@x' });
    expect(await Newer.query().where({ email: 'ada@x' }).count()).toBe(1);
    expect([await Newer.schemaChanges(), told()]).toEqual([[], []]);
    // one that reads is not a writer
    const Older = await program(UserV1);
    expect([await Older.query().all(), await Older.schemaChanges()]).toEqual([[expect.anything()], expect.anything()]);
    expect(await Newer.schemaChanges()).toEqual([]);
  });

  it('are told of anew when an older program writes, whenever that is', async () => {
    const Newer = await program(UserV2);
    const Older = await program(UserV1);
    const change = { kind: 'version', name: 'User', here: '2', there: '1' };
    await Newer.create({ email: 'ada@x' });
    await Older.create({ email: 'Bob@x' });
    expect(await Newer.schemaChanges()).toEqual([change]);
    expect(await Newer.migrate()).toBe(1);
    expect(await Newer.schemaChanges()).toEqual([]);
    await Older.create({ email: 'Cid@x' });
    expect(await Newer.schemaChanges()).toEqual([change]);
    const another = await program(UserV2);
    expect(await another.query().where({ email: 'cid@x' }).count()).toBe(0);
    expect(told()).toHaveLength(1);
    expect([await another.migrate(), await Newer.schemaChanges()]).toEqual([1, []]);
    await expectConsistent(opened.at(-1)!, another);
  });

  it('are not overlooked where an older program writes while migrate() is under way', async () => {
    const Newer = await program(UserV2);
    const Older = await program(UserV1);
    await Older.insertMany(Array.from({ length: 300 }, (_, i) => ({ email: `U${i}@x` })));
    // behind the last one that was looked at, and known to the server before this call
    await Older.create({ email: 'First@x' });
    let steps = 0;
    const late: Promise<unknown>[] = [];
    const onProgress = () => void (steps++ || late.push(Older.create({ email: 'Late@x' })));
    expect(await Newer.migrate({ onProgress })).toBeGreaterThanOrEqual(301);
    await Promise.all(late);
    expect(await Newer.schemaChanges()).toEqual([{ kind: 'version', name: 'User', here: '2', there: '1' }]);
    await Newer.migrate();
    expect(await Newer.schemaChanges()).toEqual([]);
    expect(await Newer.query().where({ email: 'late@x' }).count()).toBe(1);
  });

  it('are not made none by a migrate() that was ended, nor by an older version of the class', async () => {
    const Newest = await program(UserV3);
    const Newer = await program(UserV2);
    await UserV1.create({ email: 'Ada@x' });
    const stop = new AbortController();
    stop.abort();
    await expect(Newer.migrate({ signal: stop.signal })).rejects.toThrow();
    const of = (here: string, there: string) => [{ kind: 'version', name: 'User', here, there }];
    expect([await Newer.schemaChanges(), await Newest.schemaChanges()]).toEqual([of('2', '1'), of('3', '1')]);
    await Newer.migrate();
    expect([await Newer.schemaChanges(), await Newest.schemaChanges()]).toEqual([[], of('3', '2')]);
    await Newest.migrate();
    await Newer.create({ email: 'bob@x' });
    expect([await Newer.schemaChanges(), await Newest.schemaChanges()]).toEqual([[], of('3', '2')]);
  });

  it('may be there again with the next version', async () => {
    const Newer = await program(UserV2);
    await Newer.create({ email: 'ada@x' });
    const Newest = await program(UserV3);
    expect(await Newest.schemaChanges()).toEqual([{ kind: 'version', name: 'User', here: '3', there: '2' }]);
    await Newest.migrate();
    expect([await Newest.schemaChanges(), await Newer.schemaChanges()]).toEqual([[], []]);
  });

  it('are brought up before the index of what a step makes of them is built', async () => {
    await UserV1.insertMany(['a', 'b', 'ab'].map((email) => ({ email })));
    const Newer = await program(Renamed);
    const asked = () =>
      Newer.query()
        .where({ address: { startsWith: 'a' } })
        .ids();
    await expect(asked()).rejects.toThrow(/Run User.migrate\(\).*Run User.reindex\(\)/);
    await expect(Newer.reindex()).rejects.toThrow('Run User.migrate(), which brings them up');
    await expect(asked()).rejects.toThrow('the index lexical address is building');

    await Newer.migrate();
    await Newer.reindex();
    expect([await asked(), await Newer.query().where({ rank: 1 }).count()]).toEqual([[1, 3], 3]);
    expect(await Newer.schemaChanges()).toEqual([]);
    await expectConsistent(opened.at(-1)!, Newer);
  });
});
