// Calls of one change, and of several of one model, take short ways through write.lua, beside the general one for all others: all must
// leave the same keys.
import fc from 'fast-check';
import { type Auto, Database, Entity, Field, Index, Model, Unique } from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';
import type { Change, StoredValues } from '../../src/write/change.js';
import { ChangeSet } from '../../src/write/change-set.js';
import { expectConsistent, keysFrom } from '../support/consistency.js';
import { expectProperty } from '../support/property.js';

abstract class Person extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text({ optional: true }) email?: string;
  @Index() @Field.integer({ optional: true }) age?: number;
  @Index() @Field.text({ optional: true }) city?: string;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Index() @Field.integer() points!: number;
}

/** Written one change a call. */
@Entity('Guest')
class Guest extends Person {}

/** Written the same, together with a change of another model. */
@Entity('Twin')
class Twin extends Person {}

@Entity('Witness')
class Witness extends Model {
  @Field.id() id!: Auto<number>;
}

type Operation = 'insert' | 'update' | 'delete' | 'put';

interface Step {
  readonly op: Operation;
  readonly id: string;
  readonly row: StoredValues;
  /** what the writer takes for stored: rarely the truth */
  readonly before: StoredValues;
}

const values = (texts: readonly string[]) => fc.constantFrom(null, ...texts);
const rows: fc.Arbitrary<StoredValues> = fc.tuple(
  values(['a@x', 'b@x', 'c@x']),
  values(['7', '8', '-0']),
  values(['Oslo', 'Rome', 'x'.repeat(200)]),
  fc.constantFrom('Ann', 'Ben', 'Ann\0'),
  fc.constantFrom('1', '20'),
);
const steps: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom('insert', 'update', 'delete', 'put'),
  id: fc.constantFrom('1', '2', '3', '600'),
  row: rows,
  before: rows,
});

describe('a call of one change, or of several of one model', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Guest, Twin, Witness] });
  });
  afterEach(() => db.close());

  const writeAll = (changes: readonly Change[]): Promise<readonly unknown[]> =>
    ChangeSet.of(...changes)
      .write(bindingOf(Guest).connection)
      .catch((error: Error) => [error.name]);

  const write = async (...changes: Change[]): Promise<unknown> => (await writeAll(changes))[0];

  const witness = (): Change => ({ op: 'insert', schema: bindingOf(Witness).schema, id: '', row: [] });

  /** What a model's row holds now: a writer that knows it is not refused. */
  async function stored(model: typeof Guest | typeof Twin, id: string): Promise<StoredValues> {
    const { schema } = bindingOf(model);
    return db.redis.hmget(schema.keyspace.entity(id), ...schema.fields.map((field) => field.stored));
  }

  async function changeOf(model: typeof Guest | typeof Twin, { op, id, row, before }: Step): Promise<Change> {
    const { schema } = bindingOf(model);
    if (op === 'insert') return { op, schema, id: id === '600' ? id : '', row };
    if (op === 'put') return { op, schema, id, row };
    if (op === 'delete') return { op, schema, id };
    const positions = [0, 1, 2, 3, 4].filter((position) => row[position] !== before[position]);
    const seen = row[0] === null ? before : await stored(model, id);
    return { op, schema, id, before: seen, after: row, positions, compared: positions };
  }

  async function contentsOf(key: string): Promise<unknown> {
    const { redis } = db;
    const type = await redis.type(key);
    if (type === 'zset') return redis.zrange(key, '0', '-1', 'WITHSCORES');
    if (type === 'set') return (await redis.smembers(key)).toSorted();
    const { schema: _, ...hash } = await redis.hgetall(key);
    return hash;
  }

  async function keysOf(model: typeof Guest | typeof Twin): Promise<Record<string, unknown>> {
    const { prefix } = bindingOf(model).schema.keyspace;
    const keys = await keysFrom(db, prefix);
    const contents = await Promise.all(keys.map(contentsOf));
    const all = Object.fromEntries(keys.map((key, i) => [key.slice(prefix.length), contents[i]]));
    // where the newest leaf begins is known or not; `expectConsistent` says whether it is right
    delete (all['#counts'] as { last?: string } | undefined)?.last;
    return all;
  }

  async function seed(total: number): Promise<void> {
    for (const model of [Guest, Twin]) {
      const { schema } = bindingOf(model);
      const people = Array.from({ length: total }, (_, i): Change => {
        return { op: 'insert', schema, id: '', row: [`${i}@y`, '7', 'Oslo', 'Ann', '1'] };
      });
      if (total > 0) await write(...people);
    }
  }

  it('leaves the keys, and gives the results, of the same change beside others', async () => {
    await expectProperty(
      fc.asyncProperty(fc.constantFrom(0, 1, 22, 507, 508), fc.array(steps, { maxLength: 12 }), async (total, list) => {
        await db.redis.flushdb();
        await seed(total);
        for (const step of list) {
          const alone = await write(await changeOf(Guest, step));
          expect(await write(await changeOf(Twin, step), witness())).toEqual(alone);
        }
        expect(await keysOf(Guest)).toEqual(await keysOf(Twin));
        await expectConsistent(db, Guest);
        await expectConsistent(db, Twin);
      }),
      Number(process.env.RUNS ?? 10),
    );
  });

  // of a text the entry holds the value, of a number it is nothing but its score
  it.each([
    ['name', 3, ['Ben', 'Cleo', 'Dora']],
    ['points', 4, ['2', '3', '4']],
  ] as const)(
    'moves the entry of an order that nothing else goes along with: %s',
    async (field, position, [one, two, three]) => {
      for (const model of [Guest, Twin])
        await model.create({ email: 'a@x', age: 7, city: 'Oslo', name: 'Ann', points: 1 });
      const moved = async (model: typeof Guest | typeof Twin, value: string, from?: StoredValues): Promise<Change> => {
        const before = from ?? (await stored(model, '1'));
        const [after, positions] = [before.with(position, value), [position]];
        return {
          op: 'update',
          schema: bindingOf(model).schema,
          id: '1',
          before,
          after,
          positions,
          compared: positions,
        };
      };
      const old = await stored(Guest, '1');
      expect(await write(await moved(Guest, one))).toBe(1);
      await write(await moved(Twin, one), witness());
      expect(await keysOf(Guest)).toEqual(await keysOf(Twin));
      expect(await write(await moved(Guest, two, old))).toBe('DataRaceError');
      expect(await write({ ...(await moved(Guest, two)), id: '2' } as Change)).toBe('EntityDeletedError');
      await expectConsistent(db, Guest);
      // another program's schema takes the general way
      await db.redis.hset(bindingOf(Guest).schema.keyspace.counts, 'schema', 'another');
      await write(await moved(Guest, three));
      expect(String((await Guest.get(1))[field])).toBe(three);
      await expectConsistent(db, Guest);
    },
  );

  it('leaves the keys, and gives the results, of several changes of one model beside others', async () => {
    const groups = fc.array(fc.uniqueArray(steps, { selector: ({ id }) => id, maxLength: 4 }), { maxLength: 6 });
    await expectProperty(
      fc.asyncProperty(fc.constantFrom(0, 3, 22, 507, 508), groups, async (total, list) => {
        await db.redis.flushdb();
        await seed(total);
        for (const group of list) {
          const changes = (model: typeof Guest | typeof Twin) =>
            Promise.all(group.map((step) => changeOf(model, step)));
          const alone = await writeAll(await changes(Guest));
          const beside = await writeAll([...(await changes(Twin)), witness()]);
          expect(beside.slice(0, Math.max(1, group.length))).toEqual(alone.length > 0 ? alone : [expect.anything()]);
        }
        expect(await keysOf(Guest)).toEqual(await keysOf(Twin));
        await expectConsistent(db, Guest);
        await expectConsistent(db, Twin);
      }),
      Number(process.env.RUNS ?? 10),
    );
  });

  it('makes lists and buckets grow and go, one entity after the other', async () => {
    const people = await Promise.all(
      Array.from({ length: 1100 }, (_, i) =>
        Guest.create({ email: `${i}@x`, age: i % 7, city: 'Oslo', name: 'Ann', points: i }),
      ),
    );
    await expectConsistent(db, Guest);
    expect((await keysOf(Guest))['#counts']).toMatchObject({ 'uq/email': '46', 'uq:email': '1100' });
    for (let at = 0; at < people.length; at += 275) {
      await Promise.all(people.slice(at, at + 275).map((person) => person.delete()));
      await expectConsistent(db, Guest);
    }
    expect(await keysOf(Guest)).toEqual({ '#counts': { next: '1100' } });
  });

  const guests = (ids: readonly number[]) =>
    Guest.insertMany(ids.map((id) => ({ id, city: 'Oslo', name: 'Ann', points: id })));

  const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

  async function searches(): Promise<number> {
    const stats = await db.redis.info('commandstats');
    return Number(/cmdstat_zrevrangebyscore:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  }

  it('does not search for the leaf of an id beside which one was found', async () => {
    await guests(upTo(1, 1100));
    await (await Guest.get(5)).delete();
    const before = await searches();
    for (const id of [6, 7, 8]) await (await Guest.get(id)).delete();
    expect(await searches()).toBe(before);
    await expectConsistent(db, Guest);
  });

  it('finds the leaf of an id where another leaf had those beside it', async () => {
    await guests(upTo(1, 1600));
    // some of these ids stand next to each other in two leaves
    for (const id of [500, 510, 505, 515, 1010, 1020, 1015, 1025]) await (await Guest.get(id)).delete();
    await expectConsistent(db, Guest);
    // a leaf goes, and what comes anew stands in the one before it
    await Guest.deleteMany(upTo(400, 1200));
    await guests(upTo(1010, 1025));
    for (const id of [1010, 1020]) await (await Guest.get(id)).delete();
    await expectConsistent(db, Guest);
    expect(await Guest.query().count()).toBe(1600 - 801 + 14);
  });
});
