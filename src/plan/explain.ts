import Table from 'cli-table3';
import { runSlices, type Target } from './execute.js';
import { numberNodes, type Plan } from './plan.js';
import type { Request } from './request.js';

/** One node of the plan that was run. */
export interface Step {
  /** how deep it stands in the plan */
  readonly depth: number;
  readonly what: string;
  /** ids that the index says it has */
  readonly estimated: number;
  /** ids that were probed, and how many of them passed; undefined where the node drove, or was never asked */
  readonly probed: number | undefined;
  readonly passed: number | undefined;
}

/** How a query was answered. `String(explanation)` is a table. */
export interface Explanation {
  /** `drive`: read the smallest condition, probe the others. `walk`: read the order's index. `by id`, `drive and sort`: as they say. */
  readonly strategy: string;
  /** the condition whose bounds the walk took over */
  readonly narrowedBy: string | undefined;
  readonly steps: readonly Step[];
  /** entities of the model */
  readonly total: number;
  /** rows of the answer */
  readonly rows: number;
  readonly roundTrips: number;
  /** milliseconds, there and back */
  readonly time: number;
  readonly plan: Plan | undefined;
  toString(): string;
}

type Sizes = readonly (readonly [n: number, size: number, probed: readonly [number, number] | null])[];

interface Trace {
  readonly strategy: string;
  readonly total: number;
  readonly narrowed: number | null;
  /** an empty list comes as an empty object */
  readonly sizes: Sizes | Readonly<Record<string, never>>;
}

const bounds = (min = '-', max = '+'): string => JSON.stringify(`${min} .. ${max}`).replaceAll('\\u0000', '');

/** One line that names a node. */
export function describePlan(plan: Plan): string {
  switch (plan.op) {
    case 'posting':
      return plan.key;
    case 'range':
    case 'lexical':
      return `${plan.key} ${bounds(plan.min, plan.max)}`;
    case 'ids':
      return `${plan.ids.length} ids`;
    case 'unique':
      return `unique ${plan.index} ${JSON.stringify(plan.values)}`;
    case 'stored':
      return `${plan.field} compared`;
    default:
      return plan.op;
  }
}

interface Line {
  readonly n: number;
  readonly depth: number;
  readonly what: string;
}

function lines(plan: Plan & { readonly n?: number }, depth = 0): Line[] {
  const inputs = plan.op === 'and' || plan.op === 'or' ? plan.inputs : plan.op === 'not' ? [plan.input] : [];
  return [{ n: plan.n ?? 0, depth, what: describePlan(plan) }, ...inputs.flatMap((input) => lines(input, depth + 1))];
}

function toSteps(all: readonly Line[], trace: Trace): Step[] {
  const sizes: Sizes = Array.isArray(trace.sizes) ? trace.sizes : [];
  const measured = new Map(sizes.map(([n, size, probed]) => [n, { size, probed }]));
  return all.map(({ n, depth, what }) => {
    const found = measured.get(n);
    return { depth, what, estimated: found?.size ?? 0, probed: found?.probed?.[0], passed: found?.probed?.[1] };
  });
}

/** A table with one line under its head, and none between the rows. */
const withoutRules = (table: string): string =>
  table
    .split('\n')
    .filter((line, i) => i <= 2 || !line.startsWith('├'))
    .join('\n');

function toTable(explanation: Omit<Explanation, 'toString'>): string {
  const { strategy, narrowedBy, steps, total, rows, roundTrips, time } = explanation;
  const table = new Table({
    head: ['step', 'estimated', 'probed', 'passed'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right'],
  });
  for (const step of steps)
    table.push([`${'  '.repeat(step.depth)}${step.what}`, step.estimated, step.probed ?? '', step.passed ?? '']);
  const trips = roundTrips === 1 ? 'one round trip' : `${roundTrips} round trips`;
  const head = `${strategy}${narrowedBy ? ` within ${narrowedBy}` : ''}: ${rows} ${rows === 1 ? 'row' : 'rows'} of ${total} in ${trips}, ${time.toFixed(2)} ms`;
  return steps.length === 0 ? head : `${head}\n${withoutRules(table.toString())}`;
}

/** Run a request and tell how it went. */
export async function explainRequest(target: Target, request: Request): Promise<Explanation> {
  const start = performance.now();
  let rows = 0;
  const traces: Trace[] = [];
  for await (const slice of runSlices(target, { ...request, explain: true })) {
    rows += slice.rows.length;
    if (slice.trace) traces.push(JSON.parse(slice.trace) as Trace);
  }
  const time = performance.now() - start;
  const trace = traces[0]!;
  const all = request.filter ? lines(numberNodes(request.filter)) : [];
  const narrowedBy = all.find(({ n }) => n === trace.narrowed)?.what;
  const facts = {
    strategy: trace.strategy,
    narrowedBy,
    steps: toSteps(all, trace),
    total: trace.total,
    rows,
    roundTrips: traces.length,
    time,
    plan: request.filter,
  };
  return { ...facts, toString: () => toTable(facts) };
}
