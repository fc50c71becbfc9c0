// Entities whose time has come count as gone at once; what they leave behind is deleted here, in bounded steps.
import { randomUUID } from 'node:crypto';
import type { Schema } from '../../schema/schema.js';
import { reap } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { descriptorOf } from '../../write/descriptor.js';
import { type ExpiredRow, tellExpired } from '../../write/expired.js';
import type { Binding } from '../binding.js';

/** What one call may cost the server, in microseconds. */
const BUDGET = 3000;

/** As many entities as the server deletes in that time. */
const portionOf = ({ fields, indexes }: Schema): number =>
  Math.max(1, Math.floor(BUDGET / (20 + 5 * indexes.length + fields.length / 2)));

interface Reaped {
  readonly removed: number;
  /** milliseconds until there is more to do; -1: nothing that is known of; -2: at once, as others go before an entity */
  readonly wait: number;
}

const NOTHING = -1;
const OTHERS_FIRST = -2;

/** How long one program has the turn, in ms, and how long it waits at most until it looks again. */
const LEASE = 10_000;
const LONGEST_WAIT = 4000;

/** Delete some entities whose time has come; with a token only if no other program has the turn. */
async function reapSome({ connection, schema }: Binding, token = ''): Promise<Reaped> {
  const { prefix, ids, reaper } = schema.keyspace;
  const args = { few: portionOf(schema), token, lease: LEASE, descriptor: descriptorOf(schema).text };
  const [wait, ...rows] = (await run(connection, reap, { keys: { prefix, ids, reaper }, args })) as [
    number,
    ...ExpiredRow[],
  ];
  tellExpired([schema], rows);
  return { removed: rows.length, wait };
}

/**
 * Delete all entities of a model whose time has come.
 *
 * Redis: one script for each portion of some three milliseconds, atomic.
 *
 * @returns how many that were
 */
export async function reapAll(binding: Binding): Promise<number> {
  for (let total = 0; ; ) {
    const { removed, wait } = await reapSome(binding);
    total += removed;
    if (wait !== OTHERS_FIRST && (wait !== 0 || removed === 0)) return total;
  }
}

/** Pauses are at least so many times as long as what they follow, in ms and in calls. */
const REST = { least: 5, times: 3 };

/** How long to wait after a call. */
function pauseOf({ wait }: Reaped, duration: number): number {
  if (wait === NOTHING) return LONGEST_WAIT;
  return Math.min(LONGEST_WAIT, Math.max(wait, REST.least, REST.times * duration));
}

const watched = new WeakSet<Schema>();

/** Delete entities of a model as their time comes, for as long as its database is open; of several programs one does so at a time. */
export function startReaper(binding: Binding): void {
  if (watched.has(binding.schema)) return;
  watched.add(binding.schema);
  const token = randomUUID();
  const turn = async (): Promise<void> => {
    if (!binding.isOpen()) return;
    const start = performance.now();
    // whatever is wrong with the server is told to those who call it
    const reaped = await reapSome(binding, token).catch(() => ({ removed: 0, wait: -1 }));
    later(pauseOf(reaped, performance.now() - start));
  };
  const later = (pause: number): void => void setTimeout(() => void turn(), pause).unref();
  // a program that ends soon leaves it to others
  later(1000);
}
