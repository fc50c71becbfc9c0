import type { Redis } from 'ioredis';
import { checkText } from '../containers/arguments.js';
import type { Container } from '../containers/container.js';
import { TransactionConflictError } from '../errors/connection.js';
import type { Connection } from '../redis/connection/connection.js';
import { insideTransaction, refuseInside } from '../redis/connection/inside.js';
import { sameConnection } from '../redis/connection/multi.js';
import { TransactionConnection, type Watch } from '../redis/connection/transaction.js';
import { runMarked } from '../redis/connection/waiting.js';
import { checkSameSlot } from '../redis/slot.js';
import { natural } from '../util/check.js';
import { checkFunction, kindOf, knownOptions } from '../util/options.js';
import { pause } from '../util/pause.js';
import { Scope, type ScopeTools } from './scope.js';

export interface TransactionOptions {
  /** Keys, or the containers at them, that nobody else may change between the start of the function and the execution of what it queued. */
  readonly watch?: readonly (string | Container)[] | undefined;
  /** How often to start over when a watched key was changed. @default 16 */
  readonly retries?: number | undefined;
}

/** The database as it is seen inside `db.transaction()`: the same containers, whose calls are executed together. */
export class Transaction extends Scope {
  /**
   * The same containers as they are now, before the transaction: what is read here decides what to queue. A watched key
   * that changes after it was read makes the transaction start over.
   */
  readonly now: Scope;

  constructor(queue: TransactionConnection, tools: ScopeTools) {
    super(queue, tools);
    this.now = new Scope(queue.reader(), tools);
  }
}

/** The result in a box; no box when a watched key was changed. */
type Attempt<T> = { readonly value: T } | undefined;

/** How long to wait, in ms, before looking again whether a function has returned; and the longest of these waits. */
const LOOK = 1;
const LONGEST_LOOK = 50;

interface Watched<T> {
  readonly body: Promise<T>;
  /** it has a result, or an error */
  settled: boolean;
  /** resolves then */
  end: Promise<void>;
}

function watch<T>(body: Promise<T>): Watched<T> {
  const watched: Watched<T> = { body, settled: false, end: Promise.resolve() };
  const done = () => {
    watched.settled = true;
  };
  watched.end = body.then(done, done);
  return watched;
}

/**
 * Wait until the function has returned: it has a result, or all it waits for are the answers that it returned.
 *
 * @throws TransactionError when it awaits them instead, or has queued nothing for longer than a call may take
 */
async function returned<T>(queue: TransactionConnection, run: Watched<T>, timeout: number): Promise<void> {
  let deadline = Date.now() + timeout;
  for (let wait = LOOK, size = 0; ; wait = Math.min(2 * wait, LONGEST_LOOK)) {
    const begun = performance.now();
    const waiting = await queue.whoWaits();
    if (run.settled || waiting === 'returned') return;
    if (waiting === 'awaited') throw TransactionConnection.errors.awaited();
    // one that goes on queueing is on its way to its end
    if (queue.size > size) deadline = Date.now() + timeout;
    if (Date.now() > deadline) throw TransactionConnection.errors.endless();
    size = queue.size;
    // each look touches all that is queued: a quarter of the time is enough for that
    await until(run.end, Math.max(wait, 3 * (performance.now() - begun)));
  }
}

/** Wait for an end, but for so many milliseconds at most. */
async function until(end: Promise<void>, ms: number): Promise<void> {
  const over = new AbortController();
  await Promise.race([pause(ms, over.signal), end]);
  over.abort();
}

interface Plan<T> {
  readonly connection: Connection;
  readonly tools: ScopeTools;
  readonly fn: (t: Transaction) => T | Promise<T>;
  readonly watch: readonly string[];
}

async function watching(client: Redis, keys: readonly string[], asking: boolean): Promise<Watch> {
  await client.watch(...keys);
  return { holds: sameConnection(client), asking };
}

async function attempt<T>(
  { connection, tools, fn, watch: keys }: Plan<T>,
  client: Redis,
  asking = false,
): Promise<Attempt<T>> {
  const queue = new TransactionConnection(
    connection,
    client,
    keys.length > 0 ? await watching(client, keys, asking) : undefined,
  );
  const run = watch(insideTransaction(() => runMarked(() => fn(new Transaction(queue, tools)))));
  try {
    await returned(queue, run, connection.blocking.margin);
    if (run.settled) await run.body;
    const outcome = await queue.execute();
    if (outcome !== 'conflict') return { value: await run.body };
    await run.body.catch(() => {});
    return undefined;
  } catch (error) {
    queue.refuse(error);
    throw error;
  } finally {
    if (keys.length > 0 && queue.outcome === 'open') await client.unwatch().catch(() => {});
  }
}

/** A random time that grows, so that competitors part. */
const spread = (tries: number): number => Math.random() * Math.min(50, 2 ** tries);

/** The keys to watch. A text is not a list of its letters. */
function keysOf(watched: unknown): string[] {
  if (!Array.isArray(watched))
    throw new TypeError(`watch is a list of keys, not ${kindOf(watched)}. Write { watch: ['a'] }.`);
  const keyOf = (one: string | Container) => (typeof one === 'object' ? one?.key : one);
  return watched.map((one) => checkText('A key to watch', keyOf(one)));
}

/** What `db.transaction(fn, options)` does. */
export async function runTransaction<T>(
  connection: Connection,
  tools: ScopeTools,
  fn: (t: Transaction) => T | Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const { watch: watched = [], retries = 16 } = knownOptions('transaction()', options, { watch: true, retries: true });
  checkFunction('What a transaction does', fn);
  const keys = keysOf(watched);
  refuseInside('Another transaction');
  natural('retries', retries);
  checkSameSlot(connection, keys);
  const once = (client: Redis, asking?: boolean) => attempt({ connection, tools, fn, watch: keys }, client, asking);
  for (let tries = 0; tries <= retries; tries++) {
    // MULTI to EXEC goes out in one piece, so that only WATCH needs a connection of its own
    const done =
      keys.length > 0
        ? await connection.blocking.run(once, { within: connection.blocking.margin, key: keys[0]! })
        : await once(connection.redis as Redis);
    if (done) return done.value;
    await pause(spread(tries));
  }
  throw new TransactionConflictError(keys, retries + 1);
}
