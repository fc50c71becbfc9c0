import { EntityDeletedError } from '../errors/model.js';
import { ChangeSet } from '../write/change-set.js';
import { adopt, prepareSave, type SaveOptions } from './prepare.js';
import type { Handle } from './tracked.js';

/** Run one write of an entity after the other, so that it does not race with itself. */
export async function inTurn<T>({ state }: Handle, work: () => Promise<T>): Promise<T> {
  const turn = state.writing ? state.writing.then(work, work) : work();
  state.writing = turn;
  try {
    return await turn;
  } finally {
    if (state.writing === turn) state.writing = undefined;
  }
}

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
