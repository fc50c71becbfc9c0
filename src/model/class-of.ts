import type { Model, ModelClass } from './model.js';

/** The class of a model with its calls, for functions over any model: `async function first<M extends Model>(model: ClassOf<M>)`. */
// picked, as the constructor of Model itself would be inferred for M
export type ClassOf<M extends Model> = ModelClass<M> & Pick<typeof Model, keyof typeof Model>;
