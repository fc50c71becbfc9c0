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
    // an older program that declares the model once more changes nothing of it
    await UserV1.create({ email: 'bob@x' });
    expect(await Newer.schemaChanges()).toEqual([]);
  });

  it('may be there again with the next version', async () => {
    const Newer = await program(UserV2);
    await Newer.create({ email: 'ada@x' });
    const Newest = await program(UserV3);
    expect(await Newest.schemaChanges()).toEqual([{ kind: 'version', name: 'User', here: '3', there: '2' }]);
    await Newest.migrate();
    expect([await Newest.schemaChanges(), await Newer.schemaChanges()]).toEqual([[], []]);
  });
});
