import { bindingOf } from '../entity/binding.js';
import { Reference, referenceTo } from '../entity/loading/reference.js';
import { Tracked } from '../entity/tracked.js';
import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import type { IdOf, Loaded, Ref } from '../schema/types/relations.js';
import { storedId } from './find.js';
import type { Model, ModelClass } from './model.js';

/**
 * What a relation to one holds: a reference to an entity, or to the one of an id; nothing is sent.
 *
 * ```ts
 * post.author = ref(ada);
 * post.author = ref(User, 7);
 * ```
 *
 * @throws QueryError for what is neither
 */
export function ref<M extends Model>(entity: M): Ref<M> & Loaded<M>;
export function ref<M extends Model>(model: ModelClass<M>, id: IdOf<M>): Ref<M>;
export function ref(first: unknown, id?: unknown): unknown {
  if (first instanceof Tracked) return referenceTo(first);
  if (typeof first === 'function' && first.prototype instanceof Tracked)
    return new Reference(first as ModelClass, storedId(bindingOf(first).schema, id));
  throw new QueryError(
    `ref() takes an entity, or a model and an id, not ${describe(first)}. Write ref(ada), or ref(User, 7).`,
  );
}
