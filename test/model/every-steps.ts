import fc from 'fast-check';
import { type Database, type Query, UniqueError } from 'redstart';
import { anyTest, inOrder, type Test, toCondition } from '../support/oracle.js';
import { ABILITIES, changes, codes, Every, elements, FOLDED, inputs, Memory, present, wholes } from './every.js';

const at = fc.nat(30);

/** What a program may do to entities. */
export const steps = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('create' as const), input: inputs }) },
  fc.record({ op: fc.constant('insert' as const), list: fc.array(inputs, { maxLength: 4 }) }),
  { weight: 4, arbitrary: fc.record({ op: fc.constant('update' as const), at, changes }) },
  fc.record({ op: fc.constant('change' as const), at, changes }),
  { weight: 2, arbitrary: fc.record({ op: fc.constant('increment' as const), at, by: wholes }) },
  fc.record({ op: fc.constant('push' as const), at, element: elements }),
  { weight: 2, arbitrary: fc.record({ op: fc.constant('delete' as const), at }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('upsert' as const), input: inputs, code: codes }) },
  fc.record({ op: fc.constant('expire' as const), at, ttl: fc.constantFrom(1, 100_000, null) }),
  fc.record({ op: fc.constant('bulk update' as const), test: anyTest(ABILITIES), changes }),
  fc.record({ op: fc.constant('bulk delete' as const), test: anyTest(ABILITIES), most: fc.nat(3) }),
  fc.record({
    op: fc.constant('session' as const),
    parts: fc.array(fc.tuple(at, fc.option(changes, { nil: undefined, freq: 5 })), { maxLength: 3 }),
    made: fc.array(inputs, { maxLength: 2 }),
    fails: fc.boolean(),
  }),
);
type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never;

/** Whether the write was taken, where another holder of a unique value is the one reason to refuse it. */
async function taken(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof UniqueError) return false;
    throw error;
  }
}

const where = (test: Test): Query<Every> =>
  Every.query().where((fields) => toCondition(test, fields as never) as never);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function inSession(db: Database, memory: Memory, { parts, made, fails }: Extract<Step, { op: 'session' }>) {
  const next = new Map(memory.rows);
  const built: Every[] = [];
  const work = db.session(async (session) => {
    for (const [place, change] of parts) {
      const id = memory.pick(place);
      if (id === undefined || !next.has(id)) continue;
      const entity = await Every.get(id);
      if (change) {
        Object.assign(entity, change);
        next.set(id, present({ ...next.get(id), ...change, id }));
      } else {
        session.delete(entity);
        next.delete(id);
      }
    }
    for (const input of made) built.push(Every.build(input as never));
    if (fails) throw new RangeError('no more');
  });
  if (fails) {
    await expect(work).rejects.toThrow('no more');
    return;
  }
  const isTaken = await taken(work);
  // values that change hands within a session: refused or taken, but never in between
  if (isTaken) {
    expect(memory.isUnique([...next.values(), ...made])).toBe(true);
    for (const [i, entity] of built.entries()) next.set(entity.id, { ...made[i], id: entity.id });
    memory.rows = next;
  }
}

/** Do it, and have the memory follow; what is refused has to be. */
export async function change(db: Database, memory: Memory, step: Step): Promise<void> {
  if (step.op === 'session') return inSession(db, memory, step);
  if (step.op === 'create') {
    const holder = memory.holder(step.input.code);
    let made: Every | undefined;
    expect(await taken(Every.create(step.input as never).then((entity) => (made = entity)))).toBe(holder === undefined);
    if (made) memory.rows.set(made.id, { ...step.input, id: made.id });
    return;
  }
  if (step.op === 'insert') {
    const fits = memory.isUnique([...memory.list, ...step.list]);
    let made: Every[] = [];
    expect(await taken(Every.insertMany(step.list as never).then((all) => (made = all)))).toBe(fits);
    for (const [i, { id }] of made.entries()) memory.rows.set(id, { ...step.list[i], id });
    return;
  }
  if (step.op === 'upsert') {
    const input = { ...step.input, code: step.code };
    const entity = await Every.upsert(input as never, { by: { code: true } });
    const holder = memory.holder(step.code);
    if (holder !== undefined) expect(entity.id).toBe(holder);
    memory.rows = memory.with(entity.id, input);
    return;
  }
  if (step.op === 'bulk update') {
    const next = new Map(memory.rows);
    const { code: _, ...changes } = step.changes;
    const fitting = memory.fitting(step.test);
    for (const row of fitting) next.set(row.id as number, present({ ...row, ...changes }));
    expect(await where(step.test).update(changes as never)).toBeLessThanOrEqual(fitting.length);
    memory.rows = next;
    return;
  }
  if (step.op === 'bulk delete') {
    const gone = inOrder(memory.fitting(step.test), [['id', 'asc']], FOLDED).slice(0, step.most);
    expect(await where(step.test).orderBy({ id: 'asc' }).limit(step.most).delete()).toBe(gone.length);
    for (const { id } of gone) memory.rows.delete(id as number);
    return;
  }
  const id = memory.pick(step.at);
  if (id === undefined) return;
  if (step.op === 'change') {
    expect(await taken(Every.change(id, step.changes as never))).toBe(memory.write(memory.with(id, step.changes)));
    return;
  }
  const entity = await Every.get(id);
  if (step.op === 'update')
    expect(await taken(entity.update(step.changes as never))).toBe(memory.write(memory.with(id, step.changes)));
  if (step.op === 'increment') {
    await entity.increment({ whole: step.by });
    memory.rows = memory.with(id, { whole: entity.whole });
  }
  if (step.op === 'push') {
    entity.tags = [...(entity.tags ?? [])];
    entity.tags.push(step.element);
    await entity.save();
    memory.rows = memory.with(id, { tags: [...entity.tags] });
  }
  if (step.op === 'delete') {
    await entity.delete();
    memory.rows.delete(id);
  }
  if (step.op === 'expire') {
    await entity.expire(step.ttl);
    if (step.ttl !== 1) return;
    memory.rows.delete(id);
    await pause(4);
  }
}
