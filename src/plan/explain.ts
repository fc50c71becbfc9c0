import { inspect } from 'node:util';
import type { Connection } from '../redis/connection/connection.js';
import { runCount } from './count.js';
import { readSlices } from './execute.js';
import { toTable } from './explain-table.js';
import { joinSlices } from './merge.js';
import { inputsOf, type Plan, UNREAD } from './plan.js';
import type { Request, Slice } from './request.js';

/** One node of the plan that was run. */
export interface ExplainedStep {
  /** how deep it stands in the plan */
  readonly depth: number;
  readonly what: string;
  /** of a step that has several ways to be answered, those that it went: through a relation, or by ids that are kept elsewhere */
  readonly way: string | undefined;
  /** ids that the index says it has */
  readonly estimated: number;
  /** ids that were probed, and how many of them passed; undefined where the node drove, or was never asked */
  readonly probed: number | undefined;
  readonly passed: number | undefined;
}

/** How a query was answered. `String()` makes a table of it, and `console.log()` shows that. */
export interface Explanation {
  /**
   * `drive`: read the smallest condition, probe the others. `walk`: read the order's index. `by id`, `drive and sort`: as they say.
   * `walk, then drive and sort`: a walk that did not find its page in time. `by value`: an aggregate that reads an index and no entity.
   * `by size`, `by intersection`: a count that the indexes know, and one for which the server intersects two lists.
   */
  readonly strategy: string;
  /** the condition whose bounds the walk took over */
  readonly narrowedBy: string | undefined;
  /** stored names of the fields that were read row by row, because no index answers: what `scan()` allowed */
  readonly scanned: readonly string[];
  readonly steps: readonly ExplainedStep[];
  /** entities of the model */
  readonly total: number;
  /** rows of the answer; of an aggregate its groups, of a count what it counted */
  readonly rows: number;
  readonly roundTrips: number;
  /** commands that ran in the server, in all round trips, and how often: `{ HMGET: 20, ZCOUNT: 1 }` */
  readonly commands: Readonly<Record<string, number>>;
  /** milliseconds, there and back */
  readonly time: number;
  readonly plan: Plan | undefined;
  toString(): string;
}

type Traced = readonly [n: number, size: number, probed: readonly [number, number] | null, way: string | null];
type Sizes = readonly Traced[];

/** The ways of lib/query/nodes/forth.lua, back.lua and members.lua. */
const WAYS: Readonly<Record<string, string>> = {
  index: 'by index',
  rows: 'by rows',
  ends: 'at once',
  leaders: 'from there',
  asked: 'one by one',
  sorted: 'at once',
  cursor: 'by cursor',
};

interface Trace {
  readonly strategy: string;
  readonly total: number;
  readonly narrowed: number | null;
  /** an empty list comes as an empty object */
  readonly sizes: Sizes | Readonly<Record<string, never>>;
}

const bounds = (min = '-', max = '+'): string => JSON.stringify(`${min} .. ${max}`).replaceAll('\\u0000', '');

const amount = (values: readonly unknown[]): string =>
  values.length === 1 ? JSON.stringify(values[0]) : `${values.length} values`;

const areaText = ({ circle, box }: Extract<Plan, { op: 'area' }>): string =>
  circle ? `near ${circle.join(' ')}` : `within ${box!.join(' ')}`;

const searchText = (search: string): string => `search ${JSON.stringify(search)}`;

/** A stored name as a reader knows it: what a row has of a text without its case is that field. */
const nameOf = (stored: string): string => stored.replace(/^~/, '');

/** One line that names a node. */
function describePlan(plan: Plan): string {
  switch (plan.op) {
    case 'posting':
    case 'members':
      return plan.key;
    case 'ranks':
      return plan.min === undefined && plan.max === undefined ? plan.key : `${plan.key} ${bounds(plan.min, plan.max)}`;
    case 'range':
    case 'id_range':
    case 'lexical':
    case 'pattern':
      return `${plan.key} ${bounds(plan.min, plan.max)}`;
    case 'area':
      return `${plan.key} ${areaText(plan)}`;
    case 'in':
    case 'unique':
      return `${plan.key} ${amount(plan.values)}`;
    case 'ids':
      return plan.search === undefined ? `${plan.ids.length} ids` : `${searchText(plan.search)}: only stop-words`;
    case 'text':
      return searchText(plan.search);
    default:
      return describeUnindexed(plan);
  }
}

/** One line that names a node which reads no index of its own. */
function describeUnindexed(plan: Plan): string {
  switch (plan.op) {
    case 'scanned':
      return `scan ${plan.negated ? 'not ' : ''}${describePlan({ ...plan.test, key: nameOf(plan.test.field!) } as Plan)}`;
    case 'stored':
      return `${plan.field} compared`;
    case 'forth':
      return `${plan.name} leads to`;
    case 'back':
      return plan.from ? `${plan.name} leads to one of` : `one leads here by ${plan.name}`;
    default:
      return plan.op;
  }
}

interface Line {
  readonly depth: number;
  readonly what: string;
}

/** The same, with where a value is read that was not known before. */
function boundText(plan: Plan): string {
  const text = describePlan(plan);
  const leaf = plan.op === 'scanned' ? plan.test : plan;
  return 'bind' in leaf && leaf.bind ? text.replaceAll(UNREAD, `<${leaf.bind.field} of ${leaf.bind.key}>`) : text;
}

/** The nodes of a plan in the order of reading, as the script numbers them from 1 on. */
function lines(plan: Plan, depth = 0): Line[] {
  return [{ depth, what: boundText(plan) }, ...inputsOf(plan).flatMap((input) => lines(input, depth + 1))];
}

const sizesOf = ({ sizes }: Trace): Sizes => (Array.isArray(sizes) ? sizes : []);

/** The sizes are those of the first slice; what was probed is that of all. */
function toSteps(all: readonly Line[], traces: readonly Trace[]): ExplainedStep[] {
  const sizes = new Map(sizesOf(traces[0]!).map(([n, size]) => [n, size]));
  const probed = new Map<number, readonly [number, number]>();
  const ways = new Map<number, Set<string>>();
  for (const [n, , more, way] of traces.flatMap(sizesOf)) {
    if (way) ways.set(n, (ways.get(n) ?? new Set()).add(WAYS[way]!));
    const [came, passed] = probed.get(n) ?? [0, 0];
    if (more) probed.set(n, [came + more[0], passed + more[1]]);
  }
  return all.map((line, i) => {
    const [came, passed] = probed.get(i + 1) ?? [];
    const way = ways.has(i + 1) ? [...ways.get(i + 1)!].join(', then ') : undefined;
    return { ...line, way, estimated: sizes.get(i + 1) ?? 0, probed: came, passed };
  });
}

/** What the slices did, one after the other: a walk may turn to driving. */
const strategyOf = (traces: readonly Trace[]): string =>
  [...new Set(traces.flatMap(({ strategy }) => strategy.split(', then ')))].join(', then ');

function scannedBy(plan: Plan): string[] {
  return plan.op === 'scanned' ? [nameOf(plan.test.field!)] : inputsOf(plan).flatMap(scannedBy);
}

/** The fields that a request reads without an index, each once. */
function scannedFields({ plan, order = [] }: Request): string[] {
  const unindexed = order.filter((each) => each.field !== undefined && each.key === undefined);
  const sorted = unindexed.map(({ field }) => nameOf(field!));
  return [...new Set([...(plan ? scannedBy(plan) : []), ...sorted])];
}

/** What a request says whose slices are to tell how they were answered. */
export const TELLING = { explain: true, commands: true } as const;

/** What a slice tells of that, as JSON. */
export type Told = Pick<Slice, 'trace' | 'commands'>;

/** The commands of all slices, the most frequent first. */
function sumCommands(slices: readonly Told[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { commands } of slices)
    for (const [name, n] of Object.entries(JSON.parse(commands ?? '{}') as Record<string, number>))
      sums.set(name, (sums.get(name) ?? 0) + n);
  return Object.fromEntries([...sums].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
}

/** What came of a request, as its slices told. */
export function explanationOf(request: Request, told: readonly Told[], rows: number, time: number): Explanation {
  const traces = told.flatMap(({ trace }) => (trace ? [JSON.parse(trace) as Trace] : []));
  const trace = traces[0]!;
  const all = request.plan ? lines(request.plan) : [];
  const facts = {
    strategy: strategyOf(traces),
    narrowedBy: trace.narrowed === null ? undefined : all[trace.narrowed - 1]?.what,
    scanned: scannedFields(request),
    steps: toSteps(all, traces),
    total: trace.total,
    rows,
    roundTrips: traces.length,
    commands: sumCommands(told),
    time,
    plan: request.plan,
  };
  const table = (): string => toTable(facts);
  return Object.defineProperty({ ...facts, toString: table }, inspect.custom, { value: table });
}

/** Count what a request has, as `count()` does, and tell how it went; `cut`: what a page of so many is. */
export async function explainCount(
  connection: Connection,
  request: Request,
  cut: (total: number) => number,
): Promise<Explanation> {
  const start = performance.now();
  const told: Told[] = [];
  const total = await runCount(connection, { ...request, mode: 'count', ...TELLING }, (slice) => told.push(slice));
  return explanationOf(request, told, cut(total), performance.now() - start);
}

/** Run a request and tell how it went. */
export async function explainRequest(connection: Connection, request: Request): Promise<Explanation> {
  const start = performance.now();
  const slices = await readSlices(connection, { ...request, ...TELLING });
  return explanationOf(request, slices, joinSlices(request, slices).rows.length, performance.now() - start);
}
