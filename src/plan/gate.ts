import type { Connection } from '../redis/connection/connection.js';
import type { OrderPlan } from './order.js';
import type { Plan } from './plan.js';

/** What a request reads of the indexes, or the stored names of fields that rows have: those that are computed for an index come with it. */
export type Reads = Plan | readonly OrderPlan[] | { readonly key: string } | readonly string[] | undefined;

/** Whether what a request reads of a model's indexes is complete: undefined where that is known, else rejects where it is not. */
export type IndexGate = (reads: readonly Reads[]) => Promise<void> | undefined;

const gates = new WeakMap<Connection, Map<string, IndexGate>>();

/** Let the requests of a database pass a gate before they read the indexes of a model, which is known by its prefix. */
export function setGate(connection: Connection, prefix: string, gate: IndexGate): void {
  const known = gates.get(connection.direct) ?? new Map<string, IndexGate>();
  gates.set(connection.direct, known.set(prefix, gate));
}

/** Whether a model of a database has a gate: whether a class declares it. */
export const hasGate = (connection: Connection, prefix: string): boolean =>
  gates.get(connection.direct)?.has(prefix) ?? false;

/** Answer beside the gates of some models: they are asked at the same time, and refuse what came of it. */
export function passGates<T>(
  connection: Connection,
  prefixes: readonly string[],
  reads: readonly Reads[],
  answer: () => Promise<T>,
): Promise<T> {
  const known = gates.get(connection.direct);
  const asked: Promise<void>[] = [];
  for (const prefix of prefixes) {
    const passed = known?.get(prefix)?.(reads);
    if (passed) asked.push(passed);
  }
  if (asked.length === 0) return answer();
  return Promise.all([answer(), ...asked]).then(([given]) => given);
}
