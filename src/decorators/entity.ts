import { SchemaError } from '../errors/model.js';
import { checkDeclared } from '../schema/check-options.js';
import { draftOf } from '../schema/draft.js';
import type { OptionNames } from '../util/options.js';
import type { OnClass } from './types.js';

export interface EntityOptions {
  /** Prefix and hash tag of its keys. @default the database's */
  readonly namespace?: string | undefined;
  /**
   * Milliseconds that an entity lives from its creation: then it is gone, with all its index entries. `null`: for ever, unless
   * `expire()` says otherwise. Left out, no entity of the model can expire, and that costs nothing.
   */
  readonly ttl?: number | null | undefined;
  /** Each save of an entity begins its `ttl` anew. @default false */
  readonly sliding?: boolean | undefined;
  /** The version of its rows: older ones come into shape by the steps of `@Migrate()`. @default 1 */
  readonly version?: number | undefined;
  /** The class only lends its fields to those that extend it. @default false */
  readonly abstract?: boolean | undefined;
}

const OPTIONS: OptionNames<EntityOptions> = {
  namespace: true,
  ttl: true,
  sliding: true,
  version: true,
  abstract: true,
};

/** Refuse a name among the options. */
function refuseName(first: unknown): void {
  const name = typeof first === 'object' && first !== null && (first as { readonly name?: unknown }).name;
  if (typeof name !== 'string') return;
  throw new SchemaError(
    `The name of a model is not among the options of @Entity(), but before them. Write @Entity('${name}', { ... }).`,
  );
}

/**
 * Declares a class whose instances are stored. Its name goes into keys and messages; left out, it is the class's own, which
 * bundlers change.
 */
export function Entity(name: string, options?: EntityOptions): OnClass;
export function Entity(options?: EntityOptions): OnClass;
export function Entity(first: string | EntityOptions = {}, second: EntityOptions = {}): OnClass {
  const isNamed = typeof first === 'string';
  refuseName(first);
  const options = checkDeclared('@Entity()', isNamed ? second : first, OPTIONS);
  const { namespace, abstract = false, ttl, sliding = false, version = 1 } = options;
  return (target) => {
    draftOf(target).entities.push({ name: isNamed ? first : undefined, namespace, abstract, ttl, sliding, version });
  };
}
