import { AsyncLocalStorage } from 'node:async_hooks';
import {
  AfterSave,
  type Auto,
  BeforeSave,
  Database,
  DataRaceError,
  Entity,
  EntityDeletedError,
  Field,
  Index,
  ManyToOne,
  Model,
  QueryError,
  type Ref,
  ref,
  type Session,
  Unique,
  UniqueError,
  ValidationError,
} from 'redstart';
import { scriptsSent } from '../support/commands.js';
import { expectConsistent } from '../support/consistency.js';

const told: string[] = [];

@Entity('Show')
class Show extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
  @Index() @Field.integer() left!: number;
  @Field.integer({ optional: true }) sold?: number;
  @Field.decimal() takings: Auto<`${number}`> = '0';
  @Index() @Field.bigint() clicks: Auto<bigint> = 0n;

  @BeforeSave()
  before(): void {
    told.push(`before ${this.name}`);
  }

  @AfterSave()
  after(): void {
    told.push(`after ${this.name}`);
  }
}

@Entity('Ticket')
class Ticket extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() seat!: string;
  @ManyToOne(() => Show, { onDelete: 'cascade' }) show!: Ref<Show>;
}

@Entity('Basket', { ttl: 60_000, sliding: true })
class Basket extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer() items!: number;
  @ManyToOne(() => Show, { onDelete: 'set null', optional: true }) show?: Ref<Show>;

  @Index()
  get isFull(): boolean {
    return this.items > 3;
  }
}

@Entity('Score')
class Score extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Field.integer() points!: number;
  @Field.integer() games!: number;
  @ManyToOne(() => Show, { onDelete: 'cascade', optional: true }) show?: Ref<Show>;
}

/** Does something as another program would, in no session. */
const outside = AsyncLocalStorage.snapshot();

describe('session.increment()', () => {
  let db: Database;
  const MODELS = [Show, Ticket, Basket, Score];
  beforeAll(async () => {
    db = await Database.embedded({ models: MODELS });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.redis.flushall();
    await Show.insertMany([
      { name: 'Carmen', left: 2 },
      { name: 'Aida', left: 9 },
    ]);
    told.length = 0;
  });
  afterEach(async () => {
    for (const model of MODELS) await expectConsistent(db, model);
  });
  const leftOf = (id: number) => outside(async () => (await Show.get(id)).left);

  it('waits for the flush, and is written with everything else by one script', async () => {
    await db.session(async (session) => {
      const show = await Show.get(1);
      Ticket.build({ seat: 'A1', show });
      session.increment(show, { left: { by: -1, min: 0 }, sold: 1, takings: '12.50', clicks: 2n ** 70n });
      expect([show.left, show.isDirty, session.pending.changed, await leftOf(1)]).toEqual([2, false, [show], 2]);
      await outside(async () => (await Show.get(1)).increment({ left: -1 }));
      expect(await scriptsSent(db, () => session.flush())).toBe(1);
      expect(show).toMatchObject({ left: 0, sold: 1, takings: '12.50', clicks: 2n ** 70n, isDirty: false });
      expect(session.pending.changed).toEqual([]);
    });
    expect(
      await Show.query()
        .where({ left: 0, clicks: 2n ** 70n })
        .ids(),
    ).toEqual([1]);
    expect(await Ticket.query().count()).toBe(1);
    // a sum alone is not a save
    expect(told).toEqual([]);
  });

  it('adds in the order of the calls, each within its bounds', async () => {
    await db.session(async (session) => {
      const show = await Show.get(1);
      session.increment(show, { left: { by: -2, min: 0 } });
      session.increment(show, { left: 5, sold: 1 });
      session.increment(show, { left: { by: -4, min: 1 }, sold: { by: 1, max: 2 } });
    });
    expect(await Show.get(1)).toMatchObject({ left: 1, sold: 2 });
    const refused = db.session(async (session) => {
      const show = await Show.get(1);
      session.increment(show, { left: { by: 3, max: 9 } });
      session.increment(show, { left: { by: -9, min: 0 } });
      session.increment(show, { left: 20 });
    });
    await expect(refused).rejects.toThrow(
      'Show.left must stay at least 0, and would be -5. Nothing was written: change it by less, or widen the bounds.',
    );
    expect(await leftOf(1)).toBe(1);
  });

  it('writes nothing where a bound does not hold, says of which entity, and waits to be written again', async () => {
    await db.session(async (session) => {
      const [carmen, aida] = await Show.query().orderBy({ id: 'asc' }).all();
      const ticket = Ticket.build({ seat: 'A1', show: carmen! });
      aida!.name = 'Aida II';
      session.increment(aida!, { left: { by: -1, min: 0 } });
      session.increment(carmen!, { left: { by: -3, min: 0 } });
      await expect(session.flush()).rejects.toMatchObject({ name: 'OutOfBoundsError', entity: carmen });
      expect(await outside(() => Promise.all([leftOf(1), leftOf(2), Ticket.query().count()]))).toEqual([2, 9, 0]);
      expect([carmen!.left, session.pending]).toEqual([2, { created: [ticket], changed: [aida, carmen], deleted: [] }]);
      await outside(async () => (await Show.get(1)).update({ left: 3 }));
      await session.flush();
      expect([carmen!.left, aida!.left]).toEqual([0, 8]);
    });
    expect(await Ticket.query().count()).toBe(1);
    expect(told).toEqual([
      'before Aida II',
      ...['before Carmen', 'after Carmen'],
      ...['before Aida II', 'after Aida II'],
    ]);
  });

  it('sets other fields of the entity in the same step, where nobody changed these', async () => {
    await db.session(async (session) => {
      const show = await Show.get(1);
      show.name = 'Tosca';
      show.clicks = 7n;
      session.increment(show, { left: { by: -1, min: 0 }, takings: '9.5' });
      await outside(async () => (await Show.get(1)).increment({ left: -1, takings: '0.25' }));
    });
    expect(await Show.query().where({ name: 'Tosca' }).one()).toMatchObject({ left: 0, takings: '9.75', clicks: 7n });
    const raced = db.session(async (session) => {
      const show = await Show.get(1);
      show.name = 'Norma';
      session.increment(show, { left: 5 });
      await outside(async () => (await Show.get(1)).update({ name: 'Salome' }));
    });
    await expect(raced).rejects.toMatchObject({ constructor: DataRaceError, field: 'name', expected: 'Tosca', id: 1 });
    expect(await Show.get(1)).toMatchObject({ name: 'Salome', left: 0 });
  });

  it('takes a field away and gives another one in the same step', async () => {
    await (await Show.get(1)).update({ sold: 3 });
    await db.session(async (session) => {
      const show = await Show.get(1);
      show.sold = undefined;
      session.increment(show, { left: 1 });
    });
    expect(await Show.get(1)).toMatchObject({ left: 3, sold: undefined });
  });

  it('goes with a new entity that the entity leads to, and with a time to live', async () => {
    const basket = await Basket.create({ items: 1 });
    const score = await Score.create({ points: 1, games: 1 });
    await db.session(async (session) => {
      session.add(basket, score);
      score.show = ref(Show.build({ name: 'Norma', left: 3 }));
      session.increment(score, { points: 5, games: 1 });
      session.increment(basket, { items: 2 });
      session.expire(basket, 7_200_000);
    });
    expect(await Score.get(score.id)).toMatchObject({ points: 6, games: 2, show: { id: 3 } });
    expect(await Basket.get(1)).toMatchObject({ items: 3, isFull: false });
    expect(basket.expiresAt!.getTime()).toBeGreaterThan(Date.now() + 3_600_000);
  });

  it('follows a getter with an index, of what was loaded', async () => {
    await Basket.create({ items: 3 });
    await db.session(async (session) => {
      const basket = await Basket.get(1);
      session.increment(basket, { items: 0 });
      session.increment(basket, { items: { by: 1, max: 4 } });
      await session.flush();
      expect([basket.items, basket.isFull]).toEqual([4, true]);
    });
    expect(await Basket.query().where({ isFull: true }).ids()).toEqual([1]);
    let tries = 0;
    const add = async (session: Session) => {
      const basket = await Basket.get(1);
      session.increment(basket, { items: 1 });
      if (++tries === 1) await outside(async () => (await Basket.get(1)).increment({ items: 10 }));
    };
    await expect(db.session(add)).rejects.toMatchObject({ constructor: DataRaceError, field: 'items', expected: '4' });
    tries = 0;
    await db.session(add, { retries: 1 });
    expect([tries, (await Basket.get(1)).items]).toEqual([2, 25]);
    const beyond = db.session(async (session) => session.increment(await Basket.get(1), { items: { by: 1, max: 25 } }));
    await expect(beyond).rejects.toThrow('Basket.items must stay at most 25, and would be 26');
  });

  it('is undone by rollback() and forgotten with what was read anew, let go of or deleted', async () => {
    await db.session(async (session) => {
      session.increment(await Show.get(1), { left: -1 });
      session.rollback();
      const [first, second] = await Show.query().orderBy({ id: 'asc' }).all();
      session.increment(first!, { left: -1 });
      await session.refresh(first!);
      session.increment(second!, { left: -1 });
      session.forget(second!);
      expect(session.pending).toEqual({ created: [], changed: [], deleted: [] });
    });
    expect([await leftOf(1), await leftOf(2)]).toEqual([2, 9]);
    await db.session(async (session) => {
      const show = await Show.get(1);
      session.increment(show, { left: { by: -5, min: 0 } });
      session.delete(show);
    });
    expect(await Show.query().ids()).toEqual([2]);
  });

  it('keeps what was said while a flush was under way for the next one', async () => {
    await db.session(async (session) => {
      const show = await Show.get(1);
      session.increment(show, { left: -1 });
      const first = session.flush();
      session.increment(show, { left: -1 });
      await first;
      const between = await leftOf(1);
      expect(between === 1 ? session.pending.changed : [show]).toEqual([show]);
      await session.flush();
      expect([show.left, await leftOf(1), session.pending.changed]).toEqual([0, 0, []]);
    });
  });

  it('adds what it is told also with full and force', async () => {
    await db.session(async (session) => {
      const show = await Show.get(1);
      show.name = 'Norma';
      session.increment(show, { left: -1 });
      await outside(async () => (await Show.get(1)).update({ name: 'Salome', left: 7 }));
      await expect(session.flush({ full: true })).rejects.toThrow(DataRaceError);
      await session.flush({ force: true });
      expect(show).toMatchObject({ name: 'Norma', left: 6 });
    });
    expect(await Show.query().where({ name: 'Norma' }).one()).toMatchObject({ id: 1, left: 6 });
  });

  it('refuses at once what it cannot add, with nothing written', async () => {
    await db.session(async (session) => {
      const show = await Show.get(1);
      const untyped = session as unknown as { increment(entity: unknown, changes: unknown): void };
      for (const [changes, words] of [
        [{ left: 'many' }, 'left: expected a whole number'],
        [{ left: Number.NaN }, 'left: expected a whole number'],
        [{ left: { by: 1, mni: 0 } }, 'left.mni: expected by, min or max'],
        [{ left: undefined }, 'left is required'],
        [{ name: 1 }, 'name: expected a field of numbers'],
        [{ id: 1 }, 'id: expected a field other than the primary key'],
        [{ lfet: 1 }, 'did you mean "left"?'],
        [JSON.parse('{"__proto__": 1}'), '__proto__'],
        [null, 'input: expected an object'],
        [undefined, 'the input is required'],
      ] as const) {
        expect(() => untyped.increment(show, changes)).toThrow(ValidationError);
        expect(() => untyped.increment(show, changes)).toThrow(words);
      }
      expect(() => untyped.increment(1, { left: 1 })).toThrow(
        new QueryError('session.increment() takes an entity, not number 1. Give one that a model has loaded or built.'),
      );
      const made = Show.build({ name: 'Norma', left: 1 });
      expect(() => session.increment(made, { left: 1 })).toThrow(EntityDeletedError);
      session.forget(made);
      untyped.increment(show, {});
      expect(session.pending.changed).toEqual([]);
    });
  });

  it('refuses with the flush a field that was assigned as well, an entity that is gone, and a sum that is none', async () => {
    await db.session(async (session) => {
      const [show, other] = await Show.query().orderBy({ id: 'asc' }).all();
      show!.left = 1;
      session.increment(show!, { left: -1 });
      await expect(session.flush()).rejects.toMatchObject({
        entity: show,
        message:
          'Show was not written, because its values do not fit. Correct these: left: expected a new value or an increment, not both, found both.',
      });
      session.rollback();
      session.increment(other!, { left: Number.MAX_SAFE_INTEGER });
      await expect(session.flush()).rejects.toMatchObject({ constructor: ValidationError, entity: other });
      session.rollback();
      other!.name = 'gone';
      session.increment(other!, { left: 1 });
      await outside(() => Show.deleteMany([2]));
      await expect(session.flush()).rejects.toMatchObject({ constructor: EntityDeletedError, entity: other });
      session.forget(other!);
    });
    const ended: Session[] = [];
    await db.session((session) => void ended.push(session));
    const show = await Show.get(1);
    expect(() => ended[0]!.increment(show, { left: 1 })).toThrow('The session has ended');
    expect(show.left).toBe(2);
  });

  it('sells the last ticket once, with its holder', async () => {
    const buy = (seat: string) =>
      db.session(async (session) => {
        const show = await Show.get(1);
        session.increment(show, { left: { by: -1, min: 0 } });
        Ticket.build({ seat, show });
      });
    const results = await Promise.allSettled(Array.from({ length: 9 }, (_, i) => buy(`A${i % 5}`)));
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(errors.filter((error) => !(error instanceof RangeError || error instanceof UniqueError))).toEqual([]);
    expect([errors.length, await leftOf(1), await Ticket.query().count()]).toEqual([7, 0, 2]);
  });
});
