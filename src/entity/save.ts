import { EntityDeletedError } from '../errors/model.js';
import { ChangeSet } from '../write/change-set.js';
import { adopt, prepareSave, type SaveOptions } from './prepare.js';
import type { Handle } from './tracked.js';

/** Run one write of entities after the other, so that none races with itself. */
export async function allInTurn<T>(entities: readonly Handle[], work: () => Promise<T>): Promise<T> {
  const states = entities.map(({ state }) => state);
  const before = states.flatMap(({ writing }) => writing ?? []);
  const turn = before.length > 0 ? Promise.allSettled(before).then(work) : work();
  for (const state of states) state.writing = turn;
  try {
    return await turn;
  } finally {
    for (const state of states) if (state.writing === turn) state.writing = undefined;
  }
}

/** Run one write of an entity after the other, so that it does not race with itself. */
export const inTurn = <T>(entity: Handle, work: () => Promise<T>): Promise<T> => allInTurn([entity], work);

/** Write what changed, in one round trip; nothing is sent when nothing did. */
export async function saveEntity(entity: Handle, options: SaveOptions = {}): Promise<void> {
  const prepared = prepareSave(entity, options);
  if (!prepared) return;
  const { change, stored } = prepared;
  const [written] = await ChangeSet.of(change).write(entity.binding.connection);
  adopt(entity, change.op === 'update' ? change.id : (written as string), stored);
}

/** The stored form of the id, of an entity that has one. */
export function savedId({ state, binding }: Handle): string {
  if (state.id !== undefined) return state.id;
  throw new EntityDeletedError(binding.schema.model, undefined);
}
