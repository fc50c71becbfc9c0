import { CodecError } from '../errors/container.js';
import type { Connection } from '../redis/connection/connection.js';
import { scanKeys } from '../redis/scan-keys.js';
import { checkProgress } from '../schema/check-options.js';
import { showBy } from '../util/shown.js';
import { countEntities } from './count-entities.js';
import { type ModelSize, measureModel } from './index-sizes.js';
import { type IndexState, identityOf, storedDescriptors } from './known.js';
import { type ReindexOptions, type ReindexReport, reindex } from './reindex.js';
import type { IndexReport } from './report.js';
import { knownTarget, type Target } from './target.js';
import { repair, type VerifyOptions, verify } from './verify.js';

/** A field of a model, as it is stored. */
export interface StoredField {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  /** No program declares it any more: a `reindex()` or `migrate()` has noted that. Rows that no step of `@Migrate` changed may still have it. */
  readonly dropped: boolean;
}

/** An index of a model. It is complete unless it has a state. */
export interface StoredIndex {
  /** its kind and its name, as `ordered age` */
  readonly name: string;
  readonly state: IndexState | undefined;
}

/** A model as the server knows it, without its class: what all programs together declared. */
export class StoredSchema {
  static {
    showBy(StoredSchema, ({ namespace, model }) => [namespace, model]);
  }

  /** the name of the model */
  readonly model: string;
  /** what is stored of an entity beside its id */
  readonly fields: readonly StoredField[];
  /** its indexes, of all programs */
  readonly indexes: readonly StoredIndex[];

  constructor(
    readonly namespace: string,
    private readonly target: Target,
  ) {
    const { model, fields, types, optional, dropped, indexes } = target.here;
    this.model = model;
    this.fields = fields.map((name, i) => ({
      name,
      type: types[i]!,
      optional: optional.includes(i + 1),
      dropped: dropped.includes(name),
    }));
    this.indexes = indexes.map((index) => ({ name: identityOf(index), state: index.state }));
  }

  /** How many entities there are. Redis: HMGET or SCARD, O(1). */
  count(): Promise<number> {
    return countEntities(this.target);
  }

  /** What the entities and each index take, the largest first. Redis: SCAN, and MEMORY USAGE of every key of an index. */
  sizes(options?: VerifyOptions): Promise<ModelSize[]> {
    return measureModel(this.target, options);
  }

  /** Look for what is wrong. Redis: as `Model.verify()`. */
  verify(options?: VerifyOptions): Promise<IndexReport> {
    return verify(this.target, options);
  }

  /** The same, and mend it. Redis: as `Model.repair()`. */
  repair(options?: VerifyOptions): Promise<IndexReport> {
    return repair(this.target, options);
  }

  /** Build the indexes that are not complete; none is deleted, since no class says which are wanted. Redis: as `Model.reindex()`. */
  async reindex(options: Omit<ReindexOptions, 'drop'> = {}): Promise<ReindexReport> {
    return reindex(this.target, checkProgress('reindex()', options, { batch: true }));
  }
}

const NAME = /^\{(.+)\}#models$/s;

async function* keysOf(connection: Connection, namespace: string | undefined): AsyncGenerator<string> {
  if (namespace !== undefined) yield `{${namespace}}#models`;
  else yield* scanKeys(connection, '{*}#models');
}

/** The error of a model of which somebody wrote something else than a descriptor. */
function illegible(key: string, model: string): CodecError {
  const wayOut = `Run ${model}.repair() in a program that has the class, or delete the field where none has.`;
  return new CodecError(
    key,
    model,
    new TypeError('it is not the schema of that model'),
    {},
    { name: 'Redstart', wayOut },
  );
}

/**
 * Every model that the server knows, of a namespace or of all.
 *
 * @throws CodecError for what cannot be read
 */
export async function storedSchemas(connection: Connection, namespace?: string): Promise<StoredSchema[]> {
  const schemas: StoredSchema[] = [];
  for await (const key of keysOf(connection, namespace)) {
    const [, name] = NAME.exec(key) ?? [];
    for (const { model, json, known } of await storedDescriptors(connection, key)) {
      if (!known) throw illegible(key, model);
      schemas.push(new StoredSchema(name!, knownTarget(connection, json)));
    }
  }
  return schemas.sort((a, b) => (`${a.namespace} ${a.model}` < `${b.namespace} ${b.model}` ? -1 : 1));
}
