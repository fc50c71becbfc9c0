import { randomUUID } from 'node:crypto';
import { CodecError } from '../errors/container.js';
import { type SchemaChange, SchemaChangedError } from '../errors/model.js';
import { buildIndexes } from '../scripts/generated.js';
import { run, scriptFailure } from '../scripts/run.js';
import { schemaError } from '../scripts/schema-changed.js';
import { pause } from '../util/pause.js';
import { countEntities } from './count-entities.js';
import { duplicateError } from './duplicate.js';
import { identityOf, isComputed, type KnownIndex, type KnownModel } from './known.js';
import { removeKeys, sinceOf } from './remove-keys.js';
import { changeStates, type StateChanges, type Target } from './target.js';
import { Turns } from './turns.js';
import { sweep } from './verify.js';

export interface ReindexProgress {
  readonly model: string;
  /** entities that have their entries, of those that there were at the start; from 0 twice where some indexes are of what a program computes */
  readonly done: number;
  readonly total: number;
}

export interface ReindexOptions {
  /** Called after each step. */
  readonly onProgress?: ((progress: ReindexProgress) => void) | undefined;
  /** Ends it; what was done stays, and the next call completes it. */
  readonly signal?: AbortSignal | undefined;
  /** Entities of one step. @default as many as the server does in about 3 ms */
  readonly batch?: number | undefined;
  /**
   * Containers and many-to-many relations that the class declares no more, by the names of their properties: what all entities have in them is
   * deleted. They are data, so that nothing of them goes without being named; `schemaChanges()` lists them. Programs that declare them have to be ended.
   */
  readonly drop?: readonly string[] | undefined;
}

/** What a program that has the class stores in the rows of a model before its indexes are built of them. */
interface RowWork {
  /** Write the defaults that rows lack of fields whose index is not complete. */
  readonly fill: () => Promise<void>;
  /** Store what getters give of all entities, and say how many more are done. */
  readonly compute: (seen: (entities: number) => void) => Promise<void>;
}

/** What was done to the indexes of a model, as `ordered age`. */
export interface ReindexReport {
  readonly model: string;
  readonly built: readonly string[];
  /** those that went, and the names of what `drop` deleted */
  readonly dropped: readonly string[];
  /** entities that were read */
  readonly entities: number;
}

/** Microseconds that a step may take, and that an entity and each of its entries take. */
const STEP = 2560;
const ENTITY = 6;
const ENTRY = 4;

const stepSize = (indexes: number): number => Math.max(1, Math.floor(STEP / (ENTITY + ENTRY * indexes)));

const all = (indexes: readonly KnownIndex[], to: StateChanges[string]['to']): StateChanges =>
  Object.fromEntries(indexes.map((index) => [identityOf(index), { to }]));

/** The same for indexes that rest, or stale ones whose keys are deleted. */
const sinceThen = (indexes: readonly KnownIndex[], to: 'stale' | 'building' | 'gone'): StateChanges =>
  Object.fromEntries(Object.entries(sinceOf(indexes)).map(([name, since]) => [name, { to, since }]));

const inState = ({ indexes }: KnownModel, ...states: readonly unknown[]): KnownIndex[] =>
  indexes.filter(({ state }) => states.includes(state));

/** Those of the server's indexes that the program declares. */
function declaredOf({ here }: Target, indexes: readonly KnownIndex[]): KnownIndex[] {
  const declared = new Set(here.indexes.map(identityOf));
  return indexes.filter((index) => declared.has(identityOf(index)));
}

/**
 * Give some indexes up, and wait until no query asks them: readers rely on what they heard last, and writers keep an index until then. All
 * that are stale then, of which nobody relies on one.
 */
async function giveUp(
  target: Target,
  there: KnownModel,
  others: readonly KnownIndex[],
  signal?: AbortSignal,
): Promise<KnownIndex[]> {
  const before = others.length > 0 ? await changeStates(target, all(others, 'resting')) : there;
  const names = new Set(others.map(identityOf));
  const resting = inState(before, 'resting').filter((index) => names.has(identityOf(index)));
  const rested = new Set(resting.map(identityOf));
  const since = sinceOf(inState(before, 'stale'));
  if (resting.length === 0 && Object.keys(since).length === 0) return [];
  await pause(target.rest, signal);
  signal?.throwIfAborted();
  const after = resting.length > 0 ? await changeStates(target, sinceThen(resting, 'stale')) : before;
  return inState(after, 'stale').filter((index) => {
    const name = identityOf(index);
    // one that another program gave up just now is left to the next round
    return rested.has(name) || since[name] === (index.since || '');
  });
}

/**
 * Take indexes away that the program does not declare, and what is left of those that nobody kept: those that went. Undefined where
 * another program came between, so that some of the keys may be left.
 */
async function clear(
  target: Target,
  there: KnownModel,
  build: string,
  signal?: AbortSignal,
): Promise<KnownIndex[] | undefined> {
  const declared = new Set(declaredOf(target, there.indexes));
  const others = target.decides ? there.indexes.filter((index) => !declared.has(index)) : [];
  const found = await giveUp(target, there, others, signal);
  const stale = target.decides ? found : declaredOf(target, found);
  if (stale.length === 0) return [];
  if (!(await removeKeys(target, stale, signal))) return undefined;
  const wanted = declaredOf(target, stale);
  const dropped = stale.filter((index) => !wanted.includes(index));
  await changeStates(target, { ...sinceThen(dropped, 'gone'), ...sinceThen(wanted, 'building') }, build);
  return dropped;
}

/** How often indexes are taken up again that another program gives up meanwhile. */
const ROUNDS = 5;

/** All that the program declares is kept from now on, and what it does not declare is gone: what the server knows then, and what went. */
async function begin(target: Target, build: string, signal?: AbortSignal): Promise<[KnownModel, KnownIndex[]]> {
  const dropped = new Map<string, KnownIndex>();
  let there = await changeStates(target, {});
  for (let round = 0; round < ROUNDS; round++) {
    const gone = await clear(target, there, build, signal);
    for (const index of gone ?? []) dropped.set(identityOf(index), index);
    there = await changeStates(target, all(target.here.indexes, 'building'), build);
    if (gone && declaredOf(target, inState(there, 'stale')).length === 0) break;
  }
  return [there, [...dropped.values()]];
}

interface Step {
  readonly indexes: readonly string[];
  readonly build: string;
  readonly most: number;
  readonly from?: string;
}

type StepReply = [seen: number, next: string | null, reads: string | null];

async function buildStep(target: Target, step: Step): Promise<StepReply> {
  const { connection, here, json } = target;
  const input = { keys: { prefix: here.key, ids: here.ids }, args: { model: json, step: JSON.stringify(step) } };
  try {
    return (await run(connection, buildIndexes, input)) as StepReply;
  } catch (error) {
    const failure = scriptFailure(error);
    if (failure?.code === 'UNIQUE') throw await duplicateError(target, failure.facts as [string, string, string]);
    if (failure?.code === 'ILLEGIBLE') throw illegible(target, failure.facts as [string, string, string]);
    throw schemaError(error);
  }
}

/** The error of a row that no index can hold, since somebody wrote it by hand. */
function illegible({ here }: Target, [id, field, fault]: readonly [string, string, string]): CodecError {
  const wayOut = `Correct the row, or delete it; ${here.model}.verify() tells of all such rows.`;
  const reader = { name: `an index of ${here.model}`, wayOut };
  return new CodecError(`${here.key}:${id}`, field, new TypeError(`it is ${fault}`), {}, reader);
}

/** Give all entities their entries in some indexes; how many there were. */
async function build(
  target: Target,
  indexes: readonly KnownIndex[],
  name: string,
  options: ReindexOptions,
): Promise<number> {
  const { onProgress, signal, batch = stepSize(indexes.length) } = options;
  const total = await countEntities(target);
  const step = { indexes: indexes.map(identityOf), build: name, most: batch };
  const turns = new Turns();
  let done = 0;
  let from: string | null | undefined;
  do {
    signal?.throwIfAborted();
    const start = performance.now();
    const [seen, next, reads] = await buildStep(target, { ...step, ...(from != null && { from }) });
    const rest = turns.rest(reads, performance.now() - start);
    done += seen;
    onProgress?.({ model: target.here.model, done: Math.min(done, total), total });
    from = next;
    if (rest > 0 && from !== null) await pause(rest, signal);
  } while (from !== null);
  return done;
}

/** Have the program store what it computes of all entities; how many there were. */
async function computeAll(target: Target, { compute }: RowWork, { onProgress }: ReindexOptions): Promise<number> {
  const total = onProgress ? await countEntities(target) : 0;
  let done = 0;
  await compute((entities) => {
    done += entities;
    onProgress?.({ model: target.here.model, done: Math.min(done, total), total });
  });
  return done;
}

/** @throws SchemaChangedError where another program took an index away meanwhile */
function refuseUnfinished(target: Target, after: KnownModel, computes: boolean): void {
  const left = declaredOf(target, inState(after, 'building', 'doubted', 'resting', 'stale'));
  const changes = left
    .filter((index) => computes || !isComputed(after, index))
    .map((index): SchemaChange => ({ kind: 'index', name: identityOf(index), here: 'declared', there: index.state }));
  if (changes.length > 0) throw new SchemaChangedError(target.here.model, changes);
}

/** Indexes by the attempt to build them: another program may have begun with some, and both go on with it. */
function byAttempt(indexes: readonly KnownIndex[]): Map<string, KnownIndex[]> {
  const attempts = new Map<string, KnownIndex[]>();
  for (const index of indexes) {
    const name = index.build || '';
    attempts.set(name, [...(attempts.get(name) ?? []), index]);
  }
  return attempts;
}

/**
 * Build the indexes of a model that are not complete, and take those away that it does not declare, beside live writers. When the
 * program ends before, another call completes it. While others use the server, it leaves them three quarters of its time.
 *
 * Redis: scripts of about 3 ms; SCAN and UNLINK for an index that goes.
 *
 * @param work of a program that has the class; without it the indexes of getters stay as they are
 * @throws UniqueError where two entities have a value that has to be unique; SchemaChangedError; CodecError for a row that no index can hold
 */
export async function reindex(target: Target, options: ReindexOptions = {}, work?: RowWork): Promise<ReindexReport> {
  const name = randomUUID();
  const [begun, dropped] = await begin(target, name, options.signal);
  const incomplete = declaredOf(target, inState(begun, 'building', 'doubted'));
  const computed = incomplete.filter((index) => isComputed(begun, index));
  // rows can be written now: no index is left of which the program cannot make the value
  await work?.fill();
  const seen = work && computed.length > 0 ? await computeAll(target, work, options) : 0;
  // what getters give is made by a program that has the class
  const attempts = byAttempt(work ? incomplete : incomplete.filter((index) => !computed.includes(index)));
  let entities = 0;
  let after = begun;
  for (const [attempt, indexes] of attempts) {
    // words come with what is computed of an entity, and with nothing else
    const entries = indexes.filter(({ kind }) => kind !== 'text');
    if (entries.length > 0) entities += await build(target, entries, attempt, options);
    // rows that are older than what the server knows: an index may have entries of any
    if (indexes.some(({ state }) => state === 'doubted')) await sweep(target, { signal: options.signal });
    after = await changeStates(target, all(indexes, 'complete'), attempt);
  }
  refuseUnfinished(target, after, work !== undefined);
  return {
    model: target.here.model,
    built: [...attempts.values()].flat().map(identityOf),
    dropped: dropped.map(identityOf),
    entities: Math.max(entities, seen),
  };
}
