import { handleOf, type Tracked } from '../entity/tracked.js';

/** An entity in a message: by its model and, once it has one, its id. */
export function nameOf(entity: Tracked): string {
  const { binding, state } = handleOf(entity);
  const { model, primary } = binding.schema;
  return state.id === undefined
    ? `A new ${model}`
    : `The ${model} ${JSON.stringify(primary.field.codec.decode(state.id))}`;
}
