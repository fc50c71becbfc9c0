import { type SchemaChange, SchemaChangedError } from '../errors/model.js';
import type { Gate, Reads } from '../plan/gate.js';
import type { Connection } from '../redis/connection/connection.js';
import { EXPIRES } from '../schema/lifetime.js';
import type { Schema } from '../schema/schema.js';
import { changesBetween, contradictions } from './changes.js';
import { isNameOf, namesOf } from './index-keys.js';
import { askKnown, declared, identityOf, type KnownIndex, type KnownModel } from './known.js';
import { RELIED_ON } from './target.js';

/** Whether the values of a column are computed for an index, so that they are in a row once it is built; a time of expiry is in it from the start. */
const isColumn = (name: string): boolean => name.startsWith('~') && name !== EXPIRES;

/** Every text in a plan or an order that may be a key of the model, and every column that is computed. */
function keysOf(start: string, reads: unknown): string[] {
  if (typeof reads === 'string') return reads.startsWith(start) || isColumn(reads) ? [reads] : [];
  if (typeof reads !== 'object' || reads === null) return [];
  return Object.entries(reads).flatMap(([name, value]: [string, unknown]) =>
    name === 'values' || name === 'ids' ? [] : keysOf(start, value),
  );
}

/** The names of the indexes that are read and not complete; a list that a complete one has as well is fine. */
function incompleteAmong(here: KnownModel, changes: readonly SchemaChange[], keys: readonly string[]): Set<string> {
  const incomplete = new Set(changes.filter(({ kind }) => kind === 'index').map(({ name }) => name));
  const [broken, whole] = [true, false].map((is) =>
    here.indexes.filter((index) => incomplete.has(identityOf(index)) === is),
  ) as [KnownIndex[], KnownIndex[]];
  const fine = new Set(whole.flatMap((index) => namesOf(here, index)));
  const [columns, lists] = [keys.filter(isColumn), keys.filter((key) => !isColumn(key))];
  const names = lists.map((key) => key.slice(here.key.length + 1)).filter((name) => !fine.has(name));
  const read = broken.filter(
    (index) =>
      names.some((name) => isNameOf(namesOf(here, index), name)) ||
      index.at.some((position) => columns.includes(here.fields[position - 1]!)),
  );
  return new Set(read.map(identityOf));
}

/** Refuses queries whose indexes are not complete: asks the server now and then, at the same time as the query. */
export class Readiness {
  private changes: readonly SchemaChange[] = [];
  private asked = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly connection: Connection,
    private readonly schema: Schema,
  ) {}

  /** @throws SchemaChangedError where what is read is not complete */
  readonly gate: Gate = (reads) => {
    const isFresh = performance.now() - this.asked < RELIED_ON;
    if (isFresh && this.changes.length === 0) return undefined;
    return this.check(reads);
  };

  private async check(reads: readonly Reads[]): Promise<void> {
    const now = performance.now();
    const here = declared(this.schema);
    const keys = reads.flatMap((read) => keysOf(`${here.key}#`, read));
    const changes = changesBetween(here, await askKnown(this.connection, here));
    this.changes = changes.filter(({ kind }) => kind === 'index' || kind === 'id' || kind === 'type');
    this.asked = now;
    const read = incompleteAmong(here, this.changes, keys);
    const concerned = this.changes.filter(({ kind, name }) => kind === 'index' && read.has(name));
    const wrong = [...contradictions(changes), ...concerned];
    if (wrong.length > 0) throw new SchemaChangedError(this.schema.model, wrong);
  }
}
