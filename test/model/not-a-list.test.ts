import { type Auto, Database, Entity, Field, Index, Model, PrimaryKey, QueryError } from 'redstart';
import { expectRefused } from '../support/thrown.js';

@Entity('Code')
class Code extends Model {
  @PrimaryKey() @Field.text() code!: string;
}

@Entity('Num')
class Num extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() n!: number;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Code, Num], namespace: 'm' });
  await Code.insertMany(['N', 'O', 'NO'].map((code) => ({ code })));
  await Num.insertMany([{ n: 1 }, { n: 2 }]);
});
afterEach(async () => {
  // what is refused has done nothing
  expect([await Code.query().count(), await Num.query().count()]).toEqual([3, 2]);
});
afterAll(() => db.close());

const never = (value: unknown) => value as never;
const refused = (call: () => unknown, words: string | RegExp) => expectRefused(call, QueryError, words);

describe('calls that take several', () => {
  it('take a text id for one, not for its letters', async () => {
    await refused(() => Code.deleteMany(never('NO')), 'deleteMany() takes several ids, not string "NO". Give ["NO"].');
    await refused(() => Code.findMany(never('NO')), 'Give ["NO"].');
  });

  it.each([1, 'x', '', 1n, true, { id: 1 }, () => 1, Symbol('s'), new Date(), undefined, null])(
    'refuse %p',
    async (given) => {
      await refused(() => Num.deleteMany(never(given)), 'deleteMany() takes several ids, not ');
      await refused(() => Num.findMany(never(given)), 'findMany() takes several ids, not ');
      await refused(() => Num.insertMany(never(given)), 'insertMany() takes several inputs, not ');
    },
  );

  it('name the input that is wrong by its place', async () => {
    const later = async function* (...inputs: unknown[]) {
      yield* inputs;
    };
    const words = async (given: unknown) =>
      Num.insertMany(never(given)).then(String, ({ message }: Error) => message.replace(/^.*Correct these: /, ''));
    for (const given of [1, { n: 1 }, new Promise(() => {})])
      await refused(
        () => Num.insertMany(never(given)),
        /Give an array of objects with the values of fields, or an iterable of them\.$/,
      );
    for (const list of [(...inputs: unknown[]) => inputs, later]) {
      expect(await words(list({ n: 8 }, 5))).toBe('[1]: expected an object with the values of fields, found number 5.');
      expect(await words(list(undefined))).toBe('[0] is required (an object with the values of fields).');
      expect(await words(list({ n: 8 }, { n: 9, m: 1 }))).toMatch(/^\[1\]\.m: expected one of the fields id, n,/);
      expect(await words(list({ n: 8 }, { n: 'x' }))).toMatch(/^\[1\]\.n: expected a whole number/);
    }
    const failing = function* () {
      yield { n: 8 };
      throw new Error('not read');
    };
    expect(await words(failing())).toBe('not read');
  });

  it('take sets and generators', async () => {
    const ids = function* () {
      yield 1;
    };
    expect([await Num.findMany(ids()), await Num.deleteMany(new Set<number>())]).toMatchObject([[{ n: 1 }], 0]);
  });
});

describe('options', () => {
  const calls: [string, (options: never) => unknown][] = [
    ['insertMany', (options) => Num.insertMany([{ n: 5 }], options)],
    ['reindex', (options) => Num.reindex(options)],
    ['verify', (options) => Num.verify(options)],
    ['repair', (options) => Num.repair(options)],
    ['migrate', (options) => Num.migrate(options)],
  ];
  it.each(calls)('of %s are checked before anything is done', async (_, call) => {
    await refused(() => call(never({ onProgress: 5 })), 'onProgress is a function, not number 5');
    await refused(() => call(never({ signal: new AbortController() })), 'signal is an AbortSignal, not ');
    await refused(() => call(never(null)), 'are an object such as { signal }, not null');
  });

  it('of save() and db.session() are objects', async () => {
    const one = await Num.get(1);
    await refused(() => one.save(never(null)), 'save() are an object');
    await refused(() => db.session(() => 1, never(null)), 'db.session() are an object');
  });
});

it('what is not an entity, a function or a key is refused', async () => {
  for (const given of [undefined, null, 5, {}, Object.create(null)]) {
    await refused(() => Num.idOf(never(given)), 'idOf() takes an entity, not ');
    for (const call of ['add', 'delete', 'forget', 'refresh'] as const)
      await refused(() => db.session((session) => session[call](never(given))), / takes an entity, not /);
    await refused(() => db.session(never(given)), 'db.session() takes a function, not ');
    await refused(() => Num.query().pluck(never(given)), 'pluck() takes a function such as ');
  }
  await refused(() => Num.query().orderByScore('{m}:\ud800').ids(), 'lone surrogate');
});
