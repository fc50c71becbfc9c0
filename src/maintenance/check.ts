import { type SchemaChange, SchemaChangedError } from '../errors/model.js';
import type { Connection } from '../redis/connection/connection.js';
import type { Schema } from '../schema/schema.js';
import { changesBetween, contradictions } from './changes.js';
import { askKnown, declared, identityOf, isComputed, type Knowledge, type KnownModel } from './known.js';

/** `check`: refuse models that contradict what is stored. `build`: migrate their rows and build their indexes as well. */
export type SchemaMode = 'check' | 'build';
export const SCHEMA_MODES: readonly SchemaMode[] = ['check', 'build'];

/** A model that a program declares, what brings its rows into shape, and what builds its indexes with all that its class computes. */
export interface Declared {
  readonly schema: Schema;
  readonly migrate: () => Promise<unknown>;
  /** What is given works on rows, behind what the class gives up. */
  readonly build: (work?: () => Promise<unknown>) => Promise<unknown>;
}

/** Whether an index stands that only an older class can compute, so that this one may not write. */
function isHeld(here: KnownModel, known: Knowledge): boolean {
  if (known === undefined || known === 'rows') return false;
  const own = new Set(here.indexes.map(identityOf));
  return known.indexes.some((index) => isComputed(known, index) && !own.has(identityOf(index)));
}

async function checkSchema(
  connection: Connection,
  { schema, migrate, build }: Declared,
  mode: SchemaMode,
): Promise<void> {
  const here = declared(schema);
  const known = await askKnown(connection, here);
  const changes = changesBetween(here, known);
  const wrong = contradictions(changes);
  if (wrong.length > 0) throw new SchemaChangedError(schema.model, wrong);
  if (mode === 'check') return;
  const differsIn = (...kinds: readonly SchemaChange['kind'][]) => changes.some(({ kind }) => kinds.includes(kind));
  const isOlder = differsIn('version');
  if (isOlder && isHeld(here, known)) return void (await build(migrate));
  // an index may be of what a step makes
  if (isOlder) await migrate();
  if (differsIn('index', 'index dropped')) await build();
}

/**
 * Compare what a program declares with what the server knows, when it connects.
 *
 * @throws SchemaChangedError for what contradicts; nothing was written
 */
export async function checkSchemas(
  connection: Connection,
  models: readonly Declared[],
  mode: SchemaMode,
): Promise<void> {
  await Promise.all(models.map((model) => checkSchema(connection, model, mode)));
}
