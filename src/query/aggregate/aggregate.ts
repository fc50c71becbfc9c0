import { runAggregate, type TiesPlan } from '../../plan/aggregate.js';
import { TELLING, type Told } from '../../plan/explain.js';
import type { Request } from '../../plan/request.js';
import type { Connection } from '../../redis/connection/connection.js';
import type { Schema } from '../../schema/schema.js';
import { storedDefault } from '../../schema/stored.js';
import { indexed } from '../../types/index-form.js';
import { indexesOf } from '../compile/field-indexes.js';
import { type ColumnValue, planHaving } from './having.js';
import { decodeNumeral, type GroupColumn, type Measure, type SpecPlanner } from './plan-spec.js';
import { type OrderColumn, readSpec, type Spec } from './read-spec.js';
import { compareOptional } from './scale.js';
import { type Tally, tallyOf } from './tally.js';

/** Who is told how each slice was answered. */
export type NoteTold = (told: Told) => void;

/** A group with all that the slices have of it. */
interface Group {
  readonly keys: readonly unknown[];
  count: number;
  readonly tallies: readonly Tally[];
}

/** The ordered index of the only field that is asked for, where the conditions leave it whole or cut a range of it. */
function tiesOf(schema: Schema, { fields, groups, made }: SpecPlanner, { plan }: Request): TiesPlan | undefined {
  const [field, ...others] = fields;
  if (!field || others.length > 0) return undefined;
  // an index has those that have expired as well, until somebody deletes them
  if (schema.expiry) return undefined;
  if (groups.some((group) => group.field !== field) || made.some((measure) => measure.plan.at === 0)) return undefined;
  // an index without case has other values than the entities
  const index = indexesOf(schema, field).find(({ kind, on }) => kind.order && on.field === field.stored);
  const order = index?.kind.order?.(index.on);
  if (!order?.key || (order.op !== 'range' && order.op !== 'lexical')) return undefined;
  // texts that are not as they are stored tell no values
  if (order.op === 'lexical' && field.codec.form) return undefined;
  const { op, key } = order;
  if (!plan) return { op, key, missing: field.optional ? schema.keyspace.missing(index!.on.index) : undefined };
  return plan.op === op && plan.key === key && !plan.bind ? { op, key, ...boundsOf(plan) } : undefined;
}

const boundsOf = ({ min, max }: { min?: string; max?: string }): { min?: string; max?: string } => ({
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
});

/** What rows that were stored before a field have of it: its default, as the loaded entity has it. */
function absentOf(schema: Schema, { fields }: SpecPlanner): readonly (string | false)[] | undefined {
  const values = fields.map((field) => storedDefault(schema, field) ?? false);
  return values.some((value) => value !== false) ? values : undefined;
}

const keyOf = ({ type }: GroupColumn, stored: string | false): unknown =>
  stored === false ? undefined : decodeNumeral(type, stored);

/** The group of some stored keys, a new one where nothing of it came yet. */
function groupOf(groups: Map<string, Group>, planner: SpecPlanner, stored: readonly (string | false)[]): Group {
  const columns = planner.groups;
  const name = JSON.stringify(stored.map((key, i) => key !== false && indexed(columns[i]!.field.codec, key)));
  const known = groups.get(name);
  if (known) return known;
  const made = newGroup(
    planner,
    stored.map((key, i) => keyOf(columns[i]!, key)),
  );
  groups.set(name, made);
  return made;
}

/** Joins what the slices have of each group. */
async function collect(
  connection: Connection,
  request: Request,
  planner: SpecPlanner,
  note: NoteTold | undefined,
): Promise<Group[]> {
  const { schema } = planner;
  const [ties, absent] = [tiesOf(schema, planner, request), absentOf(schema, planner)];
  const plan = { ...planner.plan, ties, absent, reads: planner.reads };
  const groups = new Map<string, Group>();
  for await (const slice of runAggregate(connection, note ? { ...request, ...TELLING } : request, plan)) {
    note?.(slice);
    for (const [keys, count, made] of slice.groups) {
      const group = groupOf(groups, planner, Array.isArray(keys) ? keys : []);
      group.count += count;
      for (const [i, tally] of group.tallies.entries()) tally.add(made[i]);
    }
  }
  return [...groups.values()];
}

const newGroup = ({ made }: SpecPlanner, keys: readonly unknown[]): Group => ({
  keys,
  count: 0,
  tallies: made.map(({ plan, type }) => tallyOf(plan, type)),
});

const measured = ({ tallies }: Group, { at, value }: Measure): unknown => value(tallies[at]!);

const valuesOf =
  (group: Group): ColumnValue =>
  (column) => {
    if (column === 'count') return group.count;
    return typeof column === 'number' ? group.keys[column] : measured(group, column);
  };

function compareGroups(order: readonly OrderColumn[], a: Group, b: Group): number {
  for (const { column, scale, reverse } of order) {
    const [x, y] = [valuesOf(a)(column), valuesOf(b)(column)];
    // groups without a value come last, in either direction
    const result = compareOptional(scale, x, y) ?? (x === undefined ? 1 : -1) * (reverse ? -1 : 1);
    if (result !== 0) return reverse ? -result : result;
  }
  return 0;
}

function resultOf({ planner, hasCount, shown }: Spec, group: Group): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [i, { field }] of planner.groups.entries()) row[field.property] = group.keys[i];
  if (hasCount) row.count = group.count;
  for (const measure of shown) {
    const values = row[measure.verb] as Record<string, unknown> | undefined;
    row[measure.verb] = { ...values, [measure.field.property]: measured(group, measure) };
  }
  return row;
}

/** Counts, sums and the like of the rows of a request: of all of them, or a list of groups. */
export async function aggregateRows(
  connection: Connection,
  schema: Schema,
  given: unknown,
  requestOf: (fields: readonly string[]) => Request,
  note?: NoteTold,
): Promise<unknown> {
  const spec = readSpec(schema, given);
  const { planner, order, limit, offset } = spec;
  const keep = planHaving(planner, spec.having);
  const request = requestOf(planner.fields.map(({ stored }) => stored));
  const groups = await collect(connection, request, planner, note);
  if (!spec.isGrouped) return resultOf(spec, groups[0] ?? newGroup(planner, []));
  const kept = groups.filter((group) => keep(valuesOf(group))).sort((a, b) => compareGroups(order, a, b));
  const end = limit === undefined ? undefined : offset + limit;
  return kept.slice(offset, end).map((group) => resultOf(spec, group));
}
