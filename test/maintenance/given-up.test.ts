// Two programs that declare a model differently and reindex at the same time, step by step in an order that is fixed here.
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';
import { identityOf } from '../../src/maintenance/known.js';
import { reindex } from '../../src/maintenance/reindex.js';
import { changeStates, type Target, targetOf } from '../../src/maintenance/target.js';
import { repair, verify } from '../../src/maintenance/verify.js';
import { expectConsistent, keysFrom } from '../support/consistency.js';
import { interrupted } from '../support/interrupted.js';
import { programOf, useOneServer } from '../support/one-server.js';

@Entity('User')
class Indexed extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text({ optional: true }) city?: string;
  @Field.text({ optional: true }) name?: string;
}

@Entity('User')
class Plain extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text({ optional: true }) city?: string;
  @Field.text({ optional: true }) name?: string;
}

/** Keeps the list of those without a city as well. */
@Entity('User')
class Ordered extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text({ optional: true }) city?: string;
  @Field.text({ optional: true }) name?: string;
}

/** Keeps another index, of names. */
@Entity('User')
class Named extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text({ optional: true }) city?: string;
  @Index() @Field.text({ optional: true }) name?: string;
}

/** What reindex() does before it deletes what lies in the keys of indexes. */
async function giveUp(target: Target, ...names: string[]): Promise<void> {
  const { indexes } = await changeStates(target, Object.fromEntries(names.map((name) => [name, { to: 'resting' }])));
  const rested = indexes.filter((index) => names.includes(identityOf(index)));
  const changes = rested.map((index) => [identityOf(index), { to: 'stale', since: String(index.since) }]);
  await changeStates(target, Object.fromEntries(changes));
}

useOneServer();

describe('an index that one program gives up while another one takes it up', () => {
  async function program<C extends { new (): Model; readonly name: string }>(model: C): Promise<[C, Database, Target]> {
    const [bound, db] = await programOf(model);
    return [bound, db, { ...targetOf(bindingOf(bound).connection, bindingOf(bound).schema), rest: 0 }];
  }

  const people = (total: number) =>
    Array.from({ length: total }, (_, i) => (i % 3 === 0 ? {} : { city: `city ${i % 5}` }));

  it('is kept by all writers as long as somebody may rely on it', async () => {
    const [User] = await program(Indexed);
    const [Other, db, there] = await program(Plain);
    await User.insertMany(people(20));
    const asked = () => User.query().where({ city: 'Oslo' }).ids();
    expect(await asked()).toEqual([]);
    // it relies on what it heard, however long the deletion takes to come
    const target = interrupted(there, '"to":"stale"', async () => {
      await Other.create({ city: 'Oslo' });
      await User.create({ city: 'Oslo' });
      expect(await db.redis.smembers('{blog}:User#eq:city:Oslo')).toEqual(['21', '22']);
      const [Late] = await program(Indexed);
      await expect(Late.query().where({ city: 'Oslo' }).ids()).rejects.toThrow(
        'once no program declares it differently',
      );
    });
    expect(await reindex(target)).toMatchObject({ dropped: ['exact city'] });
    expect(await keysFrom(db, '{blog}:User#eq:')).toEqual([]);
  });

  it('is built again where its program comes while it rests', async () => {
    const [User, db, here] = await program(Indexed);
    const [Other, , there] = await program(Plain);
    await User.insertMany(people(20));
    const target = interrupted(there, '"to":"stale"', async () => {
      await Other.create({ city: 'Oslo' });
      expect(await reindex(here)).toMatchObject({ built: ['exact city'] });
    });
    expect(await reindex(target)).toMatchObject({ dropped: [] });
    expect(await User.query().where({ city: 'Oslo' }).ids()).toEqual([21]);
    await expectConsistent(db, User);
  });

  it('is emptied before it is kept again', async () => {
    const [User, db, here] = await program(Indexed);
    const [, , there] = await program(Plain);
    await User.insertMany(people(20));
    const users = await User.query().all();
    // given up behind the look at what is stale, and changed before all is kept again
    const target = interrupted(here, '"building"', async () => {
      await giveUp(there, 'exact city');
      await users[1]!.delete();
      await users[2]!.update({ city: 'elsewhere' });
    });
    expect(await reindex(target)).toMatchObject({ built: ['exact city'], dropped: [] });
    await expectConsistent(db, User);
    expect(await User.query().where({ city: 'elsewhere' }).ids()).toEqual([3]);
  });

  it('is not taken for empty where another index of the same walk is kept again', async () => {
    const [User, db, here] = await program(Indexed);
    const [Other, , other] = await program(Named);
    await User.insertMany(people(20));
    await Other.create({ name: 'Ada' });
    await giveUp(other, 'exact city', 'exact name');
    await User.query()
      .where({ id: { lte: 5 } })
      .delete();
    await reindex(interrupted(here, 'eq:city:city 1', () => reindex({ ...other, decides: false })));
    await expectConsistent(db, User);
  });

  it('is not gone as long as it has entries of a time when it was kept', async () => {
    const [User, db, here] = await program(Indexed);
    const [, , there] = await program(Plain);
    await User.insertMany(people(20));
    const target = interrupted(there, '"gone"', async () => {
      await reindex(here);
      await User.create({ city: 'Oslo' });
      await giveUp(there, 'exact city');
      await (await User.get(21)).delete();
    });
    await reindex(target);
    await reindex(there);
    expect((await keysFrom(db, '{blog}:User#')).filter((key) => /#(eq|null|long):/.test(key))).toEqual([]);
    await reindex(here);
    await expectConsistent(db, User);
  });

  it('leaves the list of the entities without a value to another index of the field', async () => {
    const [User] = await program(Indexed);
    const [, , there] = await program(Plain);
    const [Other, db, other] = await program(Ordered);
    await User.insertMany(people(20));
    const target = interrupted(there, 'null:city', async () => {
      await Other.create({});
      await reindex({ ...other, decides: false });
    });
    await reindex(target);
    expect(await Other.schemaChanges()).toEqual([]);
    await expectConsistent(db, Other);
    expect(
      await Other.query()
        .where({ city: { isNull: true } })
        .count(),
    ).toBe(8);
  });

  it('gives another index of the field no list that nobody kept', async () => {
    const [User] = await program(Indexed);
    const [, , there] = await program(Plain);
    const [Other, db, other] = await program(Ordered);
    await User.insertMany(people(20));
    await giveUp(there, 'exact city');
    await User.query()
      .where((user) => user.id.eq(1))
      .delete();
    await Other.create({});
    await reindex(other);
    await expectConsistent(db, Other);
  });

  it('is mended no more by a repair that began before', async () => {
    const [User, db, here] = await program(Indexed);
    const [Bare, , there] = await program(Plain);
    await User.insertMany(people(20));
    // as if it were missing, so that there is something to mend
    await db.redis.srem('{blog}:User#eq:city:city 1', '2');
    await repair(interrupted(here, '"schema"', () => reindex(there)));
    expect((await keysFrom(db, '{blog}:User#')).filter((key) => /#(eq|null|long):/.test(key))).toEqual([]);
    await expectConsistent(db, Bare);
  });

  it('is not an orphan for who looks while it goes', async () => {
    const [User, , here] = await program(Indexed);
    const [, , there] = await program(Plain);
    await User.insertMany(people(20));
    const report = await verify(
      interrupted(here, '"schema"', async () => {
        await giveUp(there, 'exact city');
        await User.query()
          .where({ id: { lte: 10 } })
          .delete();
      }),
    );
    expect(report.problems).toEqual([]);
  });
});
