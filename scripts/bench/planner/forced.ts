// One request by each plan in turn: the server goes on from a position that says which plan began.
import type { Redis } from 'ioredis';
import type { Question } from './data.js';

/** A call of the query script as the library makes it: the command with what stands before the request, and the request. */
interface Asked {
  readonly command: string;
  readonly before: readonly string[];
  readonly request: {
    readonly limit?: number;
    readonly offset: number;
    readonly plan: { op: string; inputs?: unknown[] };
  };
}

/** The request that a question sends first. */
export async function requestOf(redis: Redis, { query, verb }: Question): Promise<Asked> {
  const send = redis.sendCommand;
  let asked: Asked | undefined;
  redis.sendCommand = function (...args) {
    const [{ name, args: given }] = args;
    const text = String(given.at(-1));
    // what the library asks of its schema is not a query
    if (text.startsWith('{"models"'))
      asked ??= {
        command: name,
        before: given.slice(0, -1).map(String),
        request: JSON.parse(text) as Asked['request'],
      };
    return send.apply(this, args);
  };
  try {
    await query[verb]();
  } finally {
    redis.sendCommand = send;
  }
  return asked!;
}

type Reply = [
  rows: unknown[],
  next: string | false,
  count: number,
  keys: unknown,
  trace: string | false,
  isFinal?: boolean,
];

/** Microseconds that the server has worked: time in which others had the processor is none of it. */
async function worked(redis: Redis): Promise<number> {
  const info = await redis.info('cpu');
  const seconds = [...info.matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm)].map(([, each]) => Number(each));
  return seconds.reduce((sum, each) => sum + each, 0) * 1e6;
}

/** Ask a request slice by slice from a start on, as the library does; false where it is not done after so many slices. */
async function ask(
  redis: Redis,
  { command, before, request }: Asked,
  start: unknown,
  slices: number,
): Promise<number | false> {
  let rest = request;
  let from = start;
  for (let i = 1; i <= slices; i++) {
    const reply = await redis.call(command, ...before, JSON.stringify({ ...rest, from }));
    const [rows, next, count, , , isFinal] = (typeof reply === 'string' ? JSON.parse(reply) : reply) as Reply;
    if (!next) return i;
    if (isFinal && rest.limit !== undefined)
      rest = { ...rest, offset: rest.offset - count, limit: rest.limit - (Array.isArray(rows) ? rows.length : 0) };
    from = JSON.parse(next) as unknown;
  }
  return false;
}

/** Where each plan begins; undefined lets the planner choose. */
export function startsOf({ request: { limit, plan } }: Asked): Record<string, unknown> {
  const strategy = limit === undefined ? undefined : 'drive and sort';
  const drivers = plan.op === 'and' ? plan.inputs!.map((_, i) => i + 2) : [];
  const driven = drivers.map((n): [string, unknown] => [
    `drive ${n - 1}`,
    { strategy, at: { phase: 1, at: { driver: n } } },
  ]);
  return {
    ...(strategy && { walk: { strategy: 'walk' } }),
    ...(driven.length > 0 ? Object.fromEntries(driven) : { drive: { strategy: strategy ?? 'drive' } }),
  };
}

export interface Compared {
  /** microseconds of the plan that was chosen, and of each that was forced */
  readonly chosen: number;
  readonly forced: Readonly<Record<string, number>>;
}

const ROUNDS = 4;
/** Plans shorter than so many microseconds are asked so often in a row, so that the clock tells. */
const SHORT = 1500;
const REPEATS = 15;
/** A plan is given up that takes so many times the slices of the chosen one, and one more: each slice takes as long. */
const LONGER = 2;

/** Microseconds of one plan; Infinity where it takes many more slices than the plan that was chosen. */
async function time(redis: Redis, asked: Asked, start: unknown, slices: number): Promise<number> {
  const most = start === undefined ? Number.POSITIVE_INFINITY : 1 + LONGER * slices;
  let before = await worked(redis);
  if (!(await ask(redis, asked, start, most))) return Number.POSITIVE_INFINITY;
  const once = (await worked(redis)) - before;
  if (once > SHORT) return once;
  before = await worked(redis);
  for (let i = 0; i < REPEATS; i++) await ask(redis, asked, start, most);
  return ((await worked(redis)) - before) / REPEATS;
}

/** The least microseconds of each plan in some rounds that take turns. */
export async function compare(redis: Redis, asked: Asked): Promise<Compared> {
  const slices = (await ask(redis, asked, undefined, Number.POSITIVE_INFINITY)) as number;
  const starts = startsOf(asked);
  const forced: Record<string, number> = {};
  let chosen = Number.POSITIVE_INFINITY;
  for (let round = 0; round < (slices > 1 ? ROUNDS / 2 : ROUNDS); round++) {
    chosen = Math.min(chosen, await time(redis, asked, undefined, slices));
    for (const [plan, start] of Object.entries(starts)) {
      const before = forced[plan];
      // what was far behind stays there
      if (before === undefined || before < 3 * chosen)
        forced[plan] = Math.min(before ?? Number.POSITIVE_INFINITY, await time(redis, asked, start, slices));
    }
  }
  return { chosen, forced };
}
