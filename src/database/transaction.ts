import type { Redis } from 'ioredis';
import { TransactionConflictError } from '../errors/connection.js';
import type { Connection } from '../redis/connection/connection.js';
import { TransactionConnection } from '../redis/connection/transaction.js';
import { checkSameSlot } from '../redis/slot.js';
import { natural } from '../util/check.js';
import { pause } from '../util/pause.js';
import { Scope, type ScopeTools } from './scope.js';

export interface TransactionOptions {
  /** Keys that nobody else may change between the start of the function and the execution of what it queued. */
  readonly watch?: readonly string[];
  /** How often to start over when a watched key was changed. @default 16 */
  readonly retries?: number;
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

async function unwatch(client: Redis): Promise<void> {
  const nodes = client.isCluster ? [] : [client];
  // the client of a cluster is not used again, and its end is the end of WATCH
  await Promise.all(nodes.map((node) => node.unwatch()));
}

/** Run the body until it has a result, or until EXEC was refused: then what it still awaits never comes. */
async function settle<T>(queue: TransactionConnection, body: Promise<T>): Promise<Attempt<T>> {
  const refused = queue.executed.then(() => (queue.outcome === 'conflict' ? undefined : body));
  const value = await Promise.race([body, refused]);
  return (await queue.finish()) === 'conflict' ? undefined : { value: value as T };
}

interface Plan<T> {
  readonly connection: Connection;
  readonly tools: ScopeTools;
  readonly fn: (t: Transaction) => T | Promise<T>;
  readonly watch: readonly string[];
}

async function attempt<T>({ connection, tools, fn, watch }: Plan<T>, client: Redis): Promise<Attempt<T>> {
  if (watch.length > 0) await client.watch(...watch);
  const queue = new TransactionConnection(connection, client);
  const body = (async () => fn(new Transaction(queue, tools)))();
  try {
    return await settle(queue, body);
  } finally {
    queue.cancel();
    if (watch.length > 0 && !queue.sent) await unwatch(client);
  }
}

/** A random time that grows, so that competitors part. */
const spread = (tries: number): number => Math.random() * Math.min(50, 2 ** tries);

/** What `db.transaction(fn, options)` does. */
export async function runTransaction<T>(
  connection: Connection,
  tools: ScopeTools,
  fn: (t: Transaction) => T | Promise<T>,
  { watch = [], retries = 16 }: TransactionOptions = {},
): Promise<T> {
  natural('retries', retries);
  checkSameSlot(connection, watch);
  const once = (client: Redis) => attempt({ connection, tools, fn, watch }, client);
  for (let tries = 0; tries <= retries; tries++) {
    // MULTI to EXEC goes out in one piece, so that only WATCH needs a connection of its own
    const done =
      watch.length > 0
        ? await connection.blocking.run(once, { within: 0, key: watch[0]! })
        : await once(connection.redis as Redis);
    if (done) return done.value;
    await pause(spread(tries));
  }
  throw new TransactionConflictError(watch, retries + 1);
}
