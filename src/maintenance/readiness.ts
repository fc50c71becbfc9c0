import { type SchemaChange, SchemaChangedError } from '../errors/model.js';
import type { IndexGate, Reads } from '../plan/gate.js';
import type { Connection } from '../redis/connection/connection.js';
import { EXPIRES } from '../schema/lifetime.js';
import type { Schema } from '../schema/schema.js';
import { changesBetween, contradictions, newerRows } from './changes.js';
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

/** Whether what is read is of an index: rows that are older than the program stand there as they are stored. */
const readsIndexes = (here: KnownModel, keys: readonly string[]): boolean =>
  here.indexes.some((index) => keys.some((key) => isNameOf(namesOf(here, index), key.slice(here.key.length + 1))));

function warnOfOlderRows({ name: model, here, there }: SchemaChange): void {
  process.emitWarning(
    `Rows of ${model} may be as old as of version ${there}, and are of version ${here} in this program: conditions, orders and aggregates see them as they are stored. Run ${model}.migrate(), which brings them up beside live writers.`,
    { type: 'RedstartWarning', code: 'REDSTART_OLDER_ROWS' },
  );
}

/** Refuses queries whose indexes are not complete: asks the server now and then, at the same time as the query. */
export class Readiness {
  private changes: readonly SchemaChange[] = [];
  private asked = Number.NEGATIVE_INFINITY;
  /** that rows may be older, where nobody was told */
  private older: SchemaChange | undefined;
  private isTold = false;

  constructor(
    private readonly connection: Connection,
    private readonly schema: Schema,
  ) {}

  /** @throws SchemaChangedError where what is read is not complete */
  readonly gate: IndexGate = (reads) => {
    const isFresh = performance.now() - this.asked < RELIED_ON;
    if (!isFresh || this.changes.length > 0) return this.check(reads);
    if (this.older) this.tell(declared(this.schema), this.keysOf(reads));
    return undefined;
  };

  private async check(reads: readonly Reads[]): Promise<void> {
    const now = performance.now();
    const here = declared(this.schema);
    const keys = this.keysOf(reads);
    const there = await askKnown(this.connection, here);
    const changes = changesBetween(here, there);
    this.changes = changes.filter(({ kind }) => kind === 'index' || kind === 'id' || kind === 'type');
    this.asked = now;
    const older = changes.find(({ kind }) => kind === 'version');
    this.older = this.isTold ? undefined : older;
    if (this.older) this.tell(here, keys);
    const read = incompleteAmong(here, this.changes, keys);
    const concerned = this.changes.filter(({ kind, name }) => kind === 'index' && read.has(name));
    // what a step makes is in no index that is built before it
    const first = concerned.length > 0 ? [...(older ? [older] : []), ...newerRows(here, there)] : [];
    const wrong = [...contradictions(changes), ...first, ...concerned];
    if (wrong.length > 0) throw new SchemaChangedError(this.schema.model, wrong);
  }

  private keysOf(reads: readonly Reads[]): string[] {
    return reads.flatMap((read) => keysOf(`${this.schema.keyspace.prefix}#`, read));
  }

  /** Say once that older rows may be missing in what an index gives. */
  private tell(here: KnownModel, keys: readonly string[]): void {
    if (!this.older || !readsIndexes(here, keys)) return;
    warnOfOlderRows(this.older);
    this.older = undefined;
    this.isTold = true;
  }
}
