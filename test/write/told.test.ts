import { type Auto, Entity, Field, Index, Model, Unique } from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';
import { write } from '../../src/scripts/generated.js';
import { run } from '../../src/scripts/run.js';
import { expectConsistent } from '../support/consistency.js';
import { programOf, server, useOneServer } from '../support/one-server.js';

@Entity('Reader')
class Reader extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.text() city!: string;
}

/** The same in another order, with less. */
@Entity('Reader')
class Other extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() city!: string;
  @Unique() @Field.text() email!: string;
}

const input = (n: number) => ({ email: `${n}@example.com`, age: n, city: `city ${n % 3}` });

useOneServer();

describe('the descriptor of a model', () => {
  /** The bytes that the server has received so far. */
  const received = async (): Promise<number> =>
    Number(/^total_net_input_bytes:(\d+)/m.exec(await server.admin.info('stats'))![1]);

  async function bytesOf(work: () => Promise<unknown>): Promise<number> {
    const before = await received();
    await work();
    return (await received()) - before;
  }

  it('is sent with the first write, and by its name from then on', async () => {
    const [User] = await programOf(Reader);
    const first = await bytesOf(() => User.create(input(1)));
    const second = await bytesOf(() => User.create(input(2)));
    expect(first).toBeGreaterThan(1000);
    expect(second).toBeLessThan(500);
  });

  it('is sent again where the server has lost it', async () => {
    const [User, db] = await programOf(Reader);
    const user = await User.create(input(1));
    await server.admin.function('FLUSH');
    await user.update({ age: 70 });
    await server.admin.function('FLUSH');
    await db.session(async (session) => {
      session.add(user);
      user.city = 'Oslo';
      session.list('{blog}:moved').push(String(user.id));
      await session.flush();
    });
    expect(await User.query().where({ city: 'Oslo', age: 70 }).ids()).toEqual([1]);
    expect(await server.admin.lrange('{blog}:moved', 0, -1)).toEqual(['1']);
    await expectConsistent(db, User);
  });

  it('of one program is never taken for that of another', async () => {
    const [Whole, db] = await programOf(Reader);
    const [Part, parts] = await programOf(Other);
    const first = await Whole.create(input(1));
    await (await Part.findBy({ email: '1@example.com' }))!.update({ city: 'Oslo' });
    await first.update({ age: 5 });
    await Whole.create(input(2));
    await Part.deleteMany([2]);
    await Whole.create(input(3));
    expect(
      await Whole.query()
        .where({ age: { gte: 0 } })
        .orderBy({ age: 'asc' })
        .ids(),
    ).toEqual([3, 1]);
    expect(await parts.redis.hget('{blog}:Reader:1', 'age')).toBe('5');
    await expectConsistent(db, Whole);
  });

  it('is kept under its name only where that is its digest', async () => {
    const [User, db] = await programOf(Reader);
    await User.create(input(1));
    const stored = JSON.parse((await server.admin.hget('{blog}#models', 'Reader'))!) as { fields: string[] };
    const forged = JSON.stringify({ ...stored, fields: stored.fields.toReversed() });
    await server.admin.function('FLUSH');
    const keys = { prefix: '{blog}:Reader', ids: '{blog}:Reader#ids' };
    const rest = [forged, 'update', 1, '[[1],[],[],[]]', '9', 'x'];
    const { connection } = bindingOf(User);
    await expect(run(connection, write, { keys, args: { models: 1 }, rest })).rejects.toThrow('ENTITY_DELETED');
    await User.create(input(2));
    expect(await server.admin.hget('{blog}:Reader:2', 'email')).toBe('2@example.com');
    await expectConsistent(db, User);
  });
});
