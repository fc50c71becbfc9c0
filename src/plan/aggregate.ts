import type { Connection } from '../redis/connection/connection.js';
import { aggregate } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { isObserved, noteRoundTrip, noteStrategy } from '../util/observe.js';
import type { Told } from './explain.js';
import { passGates } from './gate.js';
import { partsOf } from './parts.js';
import type { Bounds } from './plan.js';
import { refuseSearch } from './refused-search.js';
import { relyingOn } from './relied-on.js';
import { fromLua, type LuaList, type Request } from './request.js';

/** What groups are told apart by: a field by its position from 1, 0 being the id. */
export interface GroupPlan {
  readonly at: number;
  readonly bucket?: string;
  /** the values are days, not points in time */
  readonly days?: boolean;
}

/** What is made of the values of a field in each group. */
export interface MeasurePlan {
  readonly op: 'integer' | 'exact' | 'float' | 'extreme' | 'values';
  readonly at: number;
  /** of an extreme */
  readonly greatest?: boolean;
  readonly order?: 'number' | 'text';
  /** how an index writes stored values, where it is not as they are */
  readonly form?: string;
}

/** The ordered index that has all values that are asked for, so that no entity is read. */
export interface TiesPlan extends Bounds {
  readonly op: 'range' | 'lexical';
  readonly key: string;
  /** the posting list of the ids that have no value, where these count as well */
  readonly missing?: string | undefined;
}

export interface AggregatePlan {
  readonly groups: readonly GroupPlan[];
  readonly measures: readonly MeasurePlan[];
  readonly ties?: TiesPlan | undefined;
  /** by field of the request: what rows count as having that were stored before it */
  readonly absent?: readonly (string | false)[] | undefined;
  /** lists of the indexes without which values would be missing; the server does not read them */
  readonly reads?: readonly { readonly key: string }[];
}

/** What a slice has of a group: the stored forms of its keys, its size, and what came of each measure. */
type PartialGroup = readonly [keys: readonly (string | false)[], count: number, made: readonly unknown[]];

/** What a slice gives: its groups, and where the request asks for it how they were found. */
interface AggregateSlice extends Told {
  readonly groups: readonly PartialGroup[];
}

type Reply = [
  groups: LuaList<PartialGroup>,
  next: string | false,
  trace: string | false,
  commands: string | false | undefined,
];

async function* slicesOf(
  connection: Connection,
  request: Request,
  { reads = [], ...plan }: AggregatePlan,
): AsyncGenerator<AggregateSlice> {
  const [{ key, ids }] = request.models;
  const { models, plan: condition, fields, budget, commands: counting } = request;
  const explain = request.explain || isObserved();
  const prefixes = models.map((model) => model.key);
  let from: unknown;
  do {
    const asked = { models, plan: condition, fields, budget, ...(explain && { explain, commands: counting }) };
    const text = JSON.stringify({ ...asked, ...plan, from });
    const input = { keys: { prefix: key, ids }, args: { request: text } };
    noteRoundTrip();
    const reply = await passGates(connection, prefixes, [condition, plan.ties, ...reads], () =>
      relyingOn(connection, request, () => run(connection, aggregate, input)).catch(refuseSearch),
    );
    const [groups, next, trace, commands] = JSON.parse(reply as string) as Reply;
    if (trace) noteStrategy((JSON.parse(trace) as { strategy: string }).strategy);
    yield { groups: fromLua(groups), trace: trace || undefined, commands: commands || undefined };
    from = next && (JSON.parse(next) as unknown);
  } while (from);
}

/** The groups of each bounded slice; those of one key are to be joined. */
export async function* runAggregate(
  connection: Connection,
  request: Request,
  plan: AggregatePlan,
): AsyncGenerator<AggregateSlice> {
  for (const part of partsOf(request)) yield* slicesOf(connection, part, plan);
}
