import { EntityDeletedError } from '../../errors/model.js';
import type { HookEvent } from '../../schema/hook-events.js';
import { ChangeSet } from '../../write/change-set.js';
import { hasHooks, refuseInHook, runAfter, runBefore } from '../hooks.js';
import { isDirty } from '../inspect.js';
import type { Handle } from '../tracked.js';
import { adopt, prepareSave, type SaveOptions } from './prepare.js';
import { tellUnstored } from './unstored.js';

/** Run one write of entities after the other, so that none races with itself. */
export async function allInTurn<T>(entities: readonly Handle[], work: () => Promise<T>): Promise<T> {
  const states = entities.map(({ state }) => state);
  const before = states.filter(({ writing }) => writing).map(({ writing }) => writing);
  const turn = before.length > 0 ? Promise.allSettled(before).then(work) : work();
  for (const state of states) state.writing = turn;
  try {
    return await turn;
  } finally {
    for (const state of states) if (state.writing === turn) state.writing = undefined;
  }
}

/**
 * Run one call that reads or writes an entity after the other, so that it does not race with itself.
 *
 * @throws QueryError inside a hook that runs in the entity's turn
 */
export async function inTurn<T>({ entity, state }: Handle, call: string, work: () => Promise<T>): Promise<T> {
  refuseInHook(entity, call);
  const before = state.writing;
  const turn = before ? before.then(work, work) : work();
  state.writing = turn;
  try {
    return await turn;
  } finally {
    if (state.writing === turn) state.writing = undefined;
  }
}

/** Write what changed, in one round trip; nothing is sent when nothing did, which is false. */
export async function writeChanges(entity: Handle, options: SaveOptions = {}): Promise<boolean> {
  const prepared = prepareSave(entity, options);
  if (!prepared) return false;
  const { change, stored } = prepared;
  const set = ChangeSet.of(change);
  const [written] = await set.write(entity.binding.connection);
  adopt(entity, change.op === 'update' ? change.id : (written as string), stored, set.until[0]);
  return true;
}

/** Whether there is anything to save, and somebody who wants to know. */
const isAwaited = (entity: Handle, { force, full }: SaveOptions): boolean =>
  hasHooks(entity, 'beforeSave') && (force === true || full === true || isDirty(entity) || !entity.state.stored);

async function saveEntity(entity: Handle, options: SaveOptions): Promise<boolean> {
  if (isAwaited(entity, options)) await runBefore(entity, 'beforeSave');
  tellUnstored(entity);
  return writeChanges(entity, options);
}

/** Write an entity in its turn; behind it, tell what was done where something was. */
export async function writeInTurn(
  entity: Handle,
  { call, after }: { readonly call: string; readonly after: HookEvent },
  work: () => Promise<boolean>,
): Promise<void> {
  const isDone = await inTurn(entity, call, work);
  if (isDone && hasHooks(entity, after)) await runAfter([entity], after);
}

/** The stored form of the id, of an entity that has one. */
export function savedId({ state, binding }: Handle): string {
  if (state.id !== undefined) return state.id;
  throw new EntityDeletedError(binding.schema.model, undefined);
}

/** Save an entity in its turn, and tell those who want to know. */
export const saveInTurn = (entity: Handle, options: SaveOptions = {}): Promise<void> =>
  writeInTurn(entity, { call: 'save()', after: 'afterSave' }, () => saveEntity(entity, options));
