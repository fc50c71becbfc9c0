import fc from 'fast-check';
import { Database } from 'redstart';
import { expectProperty } from '../../support/property.js';

// few names, so that paths meet; some that look like what is stored
const name = fc.constantFrom('a', 'b', 'a1', 'a.b', '=', '\\', '', '__proto__', '0');
const leaf = fc.oneof(fc.constantFrom(null, true, 0, -1.5, '', '{', 'a=b'), fc.constant([]), fc.constant([{ a: [1] }]));
const { value } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, leaf, tie('object')),
  object: fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
}));
const path = fc.array(name, { maxLength: 3 });
const step = fc.oneof(
  fc.record({ op: fc.constant('set' as const), path, value }),
  fc.record({ op: fc.constant('merge' as const), path, value }),
  fc.record({ op: fc.constant('delete' as const), path }),
  fc.record({ op: fc.constant('clear' as const), path }),
  fc.record({ op: fc.constant('add' as const), path, by: fc.integer({ min: -3, max: 3 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A tree as a map of maps, which has no names of its own. */
type Model = Map<string, unknown>;

const isObject = (each: unknown): each is object => typeof each === 'object' && each !== null && !Array.isArray(each);
const toModel = (each: unknown): unknown =>
  isObject(each) ? new Map(Object.entries(each).map(([key, member]) => [key, toModel(member)])) : each;
const join = (old: unknown, fresh: unknown): unknown => {
  if (!(old instanceof Map) || !(fresh instanceof Map)) return fresh;
  for (const [key, member] of fresh) old.set(key, join(old.get(key), member));
  return old;
};
const fromModel = (model: unknown): unknown =>
  model instanceof Map ? ['{', [...model].map(([key, member]) => [key, fromModel(member)]).sort()] : model;
const copy = (model: Model): Model =>
  new Map([...model].map(([key, member]) => [key, member instanceof Map ? copy(member) : member]));
const plain = (each: unknown): unknown => fromModel(toModel(each));

class Refused extends Error {}

/** What a step does to plain values; the holder has the root under an empty name. */
function apply(holder: Model, each: Step): void {
  const names = ['root', ...each.path];
  const last = names.pop()!;
  let at: unknown = holder;
  for (const part of names) {
    const next = (at as Model).get(part);
    if (next !== undefined && !(next instanceof Map)) {
      if (each.op === 'set' || each.op === 'merge' || each.op === 'add') throw new Refused();
      return;
    }
    if (next === undefined && (each.op === 'delete' || each.op === 'clear')) return;
    if (next === undefined) (at as Model).set(part, new Map());
    at = (at as Model).get(part);
  }
  const parent = at as Model;
  const old = parent.get(last);
  if (each.op === 'set') parent.set(last, toModel(each.value));
  if (each.op === 'merge') parent.set(last, join(old, toModel(each.value)));
  if (each.op === 'delete') parent.delete(last);
  if (each.op === 'clear' && parent.has(last)) parent.set(last, new Map());
  if (each.op !== 'add') return;
  if (old !== undefined && typeof old !== 'number') throw new Refused();
  parent.set(last, ((old as number | undefined) ?? 0) + each.by);
}

describe('a tree', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterAll(() => db.close());

  it('says the same as a plain object, whatever is done to both', async () => {
    const root = db.tree('property');
    await expectProperty(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), path, async (steps, asked) => {
        await db.redis.flushall();
        let holder: Model = new Map();
        for (const each of steps) {
          const node = root.at(each.path);
          const after = copy(holder);
          try {
            apply(after, each);
            holder = after;
          } catch (error) {
            if (!(error instanceof Refused)) throw error;
            // what is refused leaves no trace
            const call =
              each.op === 'add'
                ? node.add(each.by)
                : each.op === 'set'
                  ? node.set(each.value)
                  : node.merge((each as { value: unknown }).value);
            await expect(call).rejects.toThrow('was not written');
            continue;
          }
          if (each.op === 'set') await node.set(each.value);
          if (each.op === 'merge') await node.merge(each.value);
          if (each.op === 'delete') await node.delete();
          if (each.op === 'clear') await node.clear();
          if (each.op === 'add') await node.add(each.by);
        }
        expect(plain(await root.get())).toEqual(fromModel(holder.get('root')));
        const part = asked.reduce<unknown>(
          (at, key) => (at instanceof Map ? at.get(key) : undefined),
          holder.get('root'),
        );
        expect(plain(await root.at(asked).get())).toEqual(fromModel(part));
        const names: string[] = [];
        for await (const child of root.at(asked).children()) names.push(child);
        expect(names.sort()).toEqual(part instanceof Map ? [...part.keys()].sort() : []);
      }),
      300,
    );
  });
});
