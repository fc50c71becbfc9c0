import type { Connection } from '../../redis/connection/connection.js';
import {
  clearGate,
  dismissGate,
  enterGate,
  enterGates,
  extendGate,
  inspectGate,
  leaveGate,
  watchGate,
} from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import type { Input, Script } from '../../scripts/script.js';
import { explainForeign, type Kept } from '../foreign.js';

/** What a holder was given. Times are milliseconds of the server's clock. */
export interface Grant {
  readonly token: string;
  readonly fence: number;
  readonly since: number;
  /** Infinity: it does not end by itself */
  readonly until: number;
  /** the same by performance.now(), as far as that is known here */
  readonly endsAt: number;
}

/** A place in the line, and when to look again: nobody tells when a hold ends by itself. */
export interface Ticket {
  readonly turn: string;
  /** milliseconds; -1: nothing is going to end */
  readonly lookAfter: number;
}

export interface PermitRequest {
  readonly token: string;
  readonly permits: number;
  /** milliseconds; null: for ever */
  readonly ttl: number | null;
  readonly owner: string;
}

/** What is known of a gate: who holds permits, and how many wait. */
interface Inspection {
  readonly used: number;
  readonly waiting: number;
  readonly holder?: Grant & { readonly owner: string; readonly permits: number; readonly expiresIn: number };
}

type Reply = (string | number)[];

const CLEARED_AT_ONCE = 500;

const ttlArgument = (ttl: number | null): string | number => ttl ?? '';
const end = (until: string | number): number => (until === 'inf' ? Number.POSITIVE_INFINITY : Number(until));

function grant(token: string, [fence, since, until]: Reply, from = performance.now()): Grant {
  const times = { since: Number(since), until: end(until!) };
  return { token, fence: Number(fence), ...times, endsAt: from + times.until - times.since };
}

/** The answer where nobody else is there: the fence, when the hold ends, and since when it is held where it does not. */
function thinGrant({ token, ttl }: PermitRequest, reply: string, from: number): Grant {
  const [fence, until, since] = reply.split(' ') as [string, string, string?];
  return grant(token, [fence, since ?? Number(until) - ttl!, until], from);
}

const entered = ({ token }: PermitRequest, [granted, ...rest]: Reply, from: number): Grant | Ticket =>
  granted === 1 ? grant(token, rest, from) : { turn: String(rest[0]), lookAfter: Number(rest[1]) };

const TOKEN = /^[\da-f-]{36}$/;

/** What the keys of a gate hold. */
const keptAt = (key: string): Kept[] => [
  { key, holds: { string: /^\S+ \d+ @?\d+ \d+ /, zset: TOKEN } },
  { key: `${key}:records`, holds: { hash: true } },
  { key: `${key}:line`, holds: { zset: TOKEN } },
  { key: `${key}:offers`, holds: { zset: TOKEN } },
  { key: `${key}:fence`, holds: { string: /^\d+$/ } },
];

/** What those in line are told instead of being served. */
export interface Dismissal {
  readonly token: string;
  readonly message: string;
}

const DISMISSED = '!';

/** What the server tells those in line whom it sends away with a message. */
export const dismissal = (message: string): string => `${DISMISSED} ${message}`;

/** What a wake-up says: the token, and what enter() would have answered; or a message to all who waited. */
export function parseWakeUp(text: string): Grant | Dismissal {
  const [token, mark, ...rest] = text.split(' ') as [string, string, ...string[]];
  return mark === DISMISSED ? { token, message: rest.join(' ') } : grant(token, [mark, ...rest]);
}

/** What giving permits back has brought about. */
export interface Leaving {
  /** they were held until now */
  readonly owned: boolean;
  /** somebody else was given them and may not know */
  readonly served: boolean;
  /** who of this process was given them */
  readonly handed: readonly Grant[];
}

const ALONE: Leaving = { owned: true, served: false, handed: [] };

/**
 * Permits that are shared out on the server in order of arrival: what locks, semaphores and read and write locks are made of.
 *
 * Keys: `lock:{name}` (STRING as long as nobody waits for the only one who holds, else ZSET), and `:records` (HASH), `:line`, `:offers`
 * (ZSET), `:fence` (STRING), `:wake:<client>` (LIST).
 */
export class Gate {
  /** those that its scripts are given */
  readonly keys: { readonly held: string; readonly wake: string };
  private readonly fence: 0 | 1;

  constructor(
    readonly connection: Connection,
    /** what its keys begin with */
    readonly key: string,
    /** how it is called in messages */
    readonly name: string,
    readonly capacity: number,
    /** whether its grants carry fences that only grow */
    fenced = true,
  ) {
    this.keys = { held: key, wake: `${key}:wake` };
    this.fence = fenced ? 1 : 0;
  }

  /** Take permits; else wait for them as `client`, or with no client let it be. One round trip. */
  async enter(request: PermitRequest, client = '', turn?: string): Promise<Grant | Ticket> {
    const { token, permits, ttl, owner } = request;
    const sent = performance.now();
    const args = { token, ttl: ttlArgument(ttl), holder: `${permits} ${owner}`, line: this.line(client) };
    const rest = turn === undefined ? [] : [turn];
    const reply = (await this.call(enterGate, { keys: this.keys, args, rest })) as string | Reply;
    return typeof reply === 'string' ? thinGrant(request, reply, sent) : entered(request, reply, sent);
  }

  /** Take this lock and others, all of which are on one server, if all are free and nobody waits. One round trip. */
  async enterWith(others: readonly Gate[], { token, ttl, owner }: PermitRequest): Promise<Grant | undefined> {
    const sent = performance.now();
    const input = {
      keys: this.keys,
      args: { token, ttl: ttlArgument(ttl), owner },
      rest: others.map(({ key }) => key),
    };
    const [granted, ...rest] = (await this.call(enterGates, input, others)) as Reply;
    return granted === 1 ? grant(token, rest, sent) : undefined;
  }

  /** Give permits back, or stop waiting. Waiters of `client` hear at once when they are served. */
  async leave(token: string, client = ''): Promise<Leaving> {
    const input = { keys: this.keys, args: { token, line: this.line(client) } };
    const reply = (await this.call(leaveGate, input)) as Reply | 1;
    if (reply === 1) return ALONE;
    const [owned, served, ...handed] = reply;
    return {
      owned: owned === 1,
      served: served === 1,
      handed: handed.map((text) => parseWakeUp(String(text)) as Grant),
    };
  }

  /** The new end of a hold; undefined: it was lost. */
  async extend(token: string, ttl: number | null, leastFence = 0): Promise<number | undefined> {
    const args = { token, ttl: ttlArgument(ttl), least: leastFence };
    const until = (await this.call(extendGate, { keys: this.keys, args })) as string | null;
    return until === null ? undefined : end(until);
  }

  /** Say that these tokens are waited for, and hear what became of each: served, waiting or unknown. */
  async watch(
    tokens: readonly string[],
  ): Promise<{ lookAfter: number; states: (Grant | Dismissal | 'waiting' | 'unknown')[] }> {
    const input = { keys: this.keys, args: { capacity: this.capacity, fenced: this.fence }, rest: tokens };
    const [lookAfter, ...states] = (await this.call(watchGate, input)) as Reply;
    const state = (reply: string | number) =>
      typeof reply === 'string' ? parseWakeUp(reply) : reply === 0 ? 'waiting' : 'unknown';
    return { lookAfter: Number(lookAfter), states: states.map(state) };
  }

  /** Who holds permits: by `token`, or whoever's hold ends first. */
  async inspect(token = ''): Promise<Inspection> {
    const sent = performance.now();
    const reply = (await this.call(inspectGate, { keys: this.keys, args: { token } })) as [
      number,
      number,
      string?,
      string?,
      string?,
    ];
    const [used, waiting, record, until, now] = reply;
    if (record === undefined) return { used, waiting };
    const [permits, , , owner, since, fence] = JSON.parse(record) as string[];
    const expiresIn = end(until!) - Number(now);
    const found = { ...grant(token, [fence!, since!, until!]), endsAt: sent + expiresIn };
    return { used, waiting, holder: { ...found, owner: owner!, permits: Number(permits), expiresIn } };
  }

  /** End a hold, and send away all who wait with a message. False: it was lost before, and nobody is told. */
  async dismiss(token: string, message: string): Promise<boolean> {
    const args = { token, message: dismissal(message) };
    return (await this.call(dismissGate, { keys: this.keys, args })) === 1;
  }

  /** End all holds. */
  async clear(): Promise<boolean> {
    const args = { capacity: this.capacity, fenced: this.fence };
    let ended = 0;
    let last: number;
    do {
      last = (await this.call(clearGate, { keys: this.keys, args })) as number;
      ended += last;
    } while (last === CLEARED_AT_ONCE);
    return ended > 0;
  }

  private call<K extends string, A extends string>(
    script: Script<K, A>,
    input: Input<K, A>,
    others: readonly Gate[] = [],
  ): Promise<unknown> {
    const keys = () => [this as Gate, ...others].flatMap(({ key }) => keptAt(key));
    return run(this.connection, script, input).catch((error: unknown) =>
      explainForeign(this.connection, error, { utility: 'part of a lock', keys: keys() }),
    );
  }

  /** What only those need who are not alone: the server takes one text cheaper than three. */
  private line(client: string): string {
    return `${this.fence} ${this.capacity} ${client}`;
  }

  wakeKey(client: string): string {
    return `${this.keys.wake}:${client}`;
  }
}
