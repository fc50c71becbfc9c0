// A lock of a node holds the nodes above it as one of many readers does, and the node itself as its only writer. So it is in the way
// of whoever locks a node above (who would be the only one there) and below (who would read here), and of nobody beside. Nodes are
// taken from the root down, so that nobody waits for somebody who waits for him (Gray et al., Granularity of Locks, 1976).
import { randomUUID } from 'node:crypto';
import type { Connection } from '../../redis/connection/connection.js';
import { positive } from '../../util/check.js';
import type { OptionNames } from '../../util/options.js';
import { Gate, type PermitRequest } from '../lock/gate.js';
import { type HeldGate, Hold, type LockHandle } from '../lock/hold.js';
import { PROCESS } from '../lock/owner.js';
import { checkWaiting, hold, holdFree, leave, orGiveBack, tryHold, whileWaiting } from '../lock/taking.js';
import { nodeTitle } from './path.js';

export interface TreeLockOptions {
  /** milliseconds to wait; 0: do not wait @default 10_000 */
  readonly timeout?: number | undefined;
  /** milliseconds after which it is free if its owner neither releases nor extends it @default 30_000 */
  readonly ttl?: number | undefined;
  /** a lock of a node above, which this one stands in: release this one first */
  readonly within?: LockHandle | undefined;
  /** ends the wait; the call rejects with the reason of the signal */
  readonly signal?: AbortSignal | undefined;
}

const LOCK: OptionNames<TreeLockOptions> = { timeout: true, ttl: true, within: true, signal: true };

/** As many readers of a node as that, or one writer, who takes all. */
const ALL = 2 ** 31;

interface Place {
  readonly tree: string;
  readonly names: readonly string[];
}

/** where the locks that were given out stand */
const places = new WeakMap<LockHandle, Place>();

const gateOf = (connection: Connection, tree: string, names: readonly string[]): Gate => {
  const title = `${nodeTitle(names.join('.'))} of ${tree}`;
  return new Gate(connection.direct, `${tree}:lock:${JSON.stringify(names)}`, title, ALL);
};

/** How many of the nodes on the way down to one are held by the lock that it stands in. */
function covered(within: LockHandle | undefined, { tree, names }: Place): number {
  if (within === undefined) return 0;
  const outer = places.get(within);
  const isAbove = outer && outer.tree === tree && outer.names.length < names.length;
  if (!isAbove || outer.names.some((name, i) => name !== names[i]))
    throw new RangeError('within is not a lock of a node above in this tree. Give the handle of one, or leave it out.');
  if (within.signal.aborted) throw within.signal.reason;
  return outer.names.length + 1;
}

interface Step {
  readonly gate: Gate;
  readonly request: PermitRequest;
}

/** All nodes in one round trip, as far as they are free; those behind the first that is not are given back. */
async function takeFree(steps: readonly Step[], pass: typeof tryHold, signal?: AbortSignal): Promise<HeldGate[]> {
  const entering = steps.map(({ gate, request }) => pass(gate, request));
  const back = async () => {
    await Promise.allSettled(entering);
    await Promise.all(steps.map(({ gate, request }) => leave(gate, request.token)));
  };
  const grants = await orGiveBack(Promise.all(entering), back, signal);
  const first = grants.indexOf(undefined);
  const held = steps.map(({ gate }, i) => ({ gate, grant: grants[i]! }));
  if (first < 0) return held;
  await giveBack(held.slice(first).filter(({ grant }) => grant !== undefined));
  return held.slice(0, first);
}

const giveBack = (held: readonly HeldGate[]) => Promise.all(held.map(({ gate, grant }) => leave(gate, grant.token)));

async function takeAll(steps: readonly Step[], timeout: number, signal: AbortSignal | undefined): Promise<HeldGate[]> {
  const ends = performance.now() + timeout;
  signal?.throwIfAborted();
  const { name } = steps.at(-1)!.gate;
  const held =
    timeout === 0
      ? await takeFree(steps, tryHold)
      : await whileWaiting({ timeout, signal }, name, (end) => takeFree(steps, holdFree, end));
  try {
    for (const { gate, request } of steps.slice(held.length)) {
      const left = Math.max(0, Math.ceil(ends - performance.now()));
      held.push({ gate, grant: await hold(gate, request, { timeout: left, signal }) });
    }
    return held;
  } catch (error) {
    // whoever waits no longer does not wait for a silent server either
    void giveBack(held.toReversed()).catch(() => {});
    throw error;
  }
}

/** @throws LockError with the reason 'timeout', or 'lost' where the lock that it stands in was lost */
export async function lockNode(
  connection: Connection,
  tree: string,
  names: readonly string[],
  options: TreeLockOptions,
  renew: boolean,
): Promise<Hold> {
  const { timeout = 10_000, ttl = 30_000, within, signal } = checkWaiting('acquire()', options, LOCK);
  positive('ttl', ttl);
  const token = randomUUID();
  const place = { tree, names };
  const first = covered(within, place);
  const line = Array.from({ length: names.length + 1 - first }, (_, i) => names.slice(0, first + i));
  const steps = line.map((each) => {
    const permits = each.length === names.length ? ALL : 1;
    return { gate: gateOf(connection, tree, each), request: { token, permits, ttl, owner: PROCESS } };
  });
  const held = await takeAll(steps, timeout, signal);
  const handle = new Hold(held, { name: held.at(-1)!.gate.name, ttl, renew });
  places.set(handle, place);
  return handle;
}

/** Whether somebody holds a node, or one above it. */
export async function isNodeLocked(connection: Connection, tree: string, names: readonly string[]): Promise<boolean> {
  const line = Array.from({ length: names.length + 1 }, (_, i) => gateOf(connection, tree, names.slice(0, i)));
  const found = await Promise.all(line.map((gate) => gate.inspect()));
  return found.some(({ used }) => used >= ALL);
}
