import { QueryError } from '../../errors/query.js';
import { describe } from '../../schema/describe.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { isPlainObject } from '../plain-object.js';
import { checkCount } from '../query-state.js';
import { type GroupColumn, isVerb, type Measure, SpecPlanner, VERBS } from './plan-spec.js';
import { NUMBERS, type Scale } from './scale.js';

/** What one aggregate shows, and in which order. */
export interface Spec {
  readonly planner: SpecPlanner;
  readonly isGrouped: boolean;
  readonly hasCount: boolean;
  readonly shown: readonly Measure[];
  readonly having: unknown;
  readonly order: readonly OrderColumn[];
  readonly limit: number | undefined;
  readonly offset: number;
}

/** A column of a group: its size, one of its keys by their position, or a measure. */
export type ColumnName = 'count' | number | Measure;

export interface OrderColumn {
  readonly column: ColumnName;
  readonly scale: Scale;
  readonly reverse: boolean;
}

const OF_GROUPS = ['having', 'orderBy', 'limit', 'offset'];
const KEYS = new Set<string>(['count', ...VERBS, 'groupBy', ...OF_GROUPS]);
const BUCKETS: Readonly<Record<string, readonly string[]>> = {
  datetime: ['year', 'month', 'week', 'day', 'hour', 'minute'],
  date: ['year', 'month', 'week', 'day'],
};

const entriesOf = (place: string, value: unknown): [string, unknown][] => {
  if (isPlainObject(value))
    return Object.entries(value).filter(([, wanted]) => wanted !== undefined && wanted !== false);
  throw new QueryError(
    `aggregate(): ${place} takes an object such as { population: true }, not ${describe(value)}. Correct it.`,
  );
};

/** Refuse what lies beyond a relation, which is in no row of the model; `wayOut` is made of the name of the other one. */
function refuseBeyond({ schema }: SpecPlanner, place: string, property: string, wayOut: (to: string) => string): void {
  const to = schema.byProperty.get(property)?.reference?.link.target.model.name;
  if (to === undefined) return;
  throw new QueryError(
    `${place}: ${schema.model}.${property} leads to ${to}, whose fields are in no row of ${schema.model}. ${wayOut(to)}`,
  );
}

function groupField(planner: SpecPlanner, property: string, wanted: unknown): FieldSchema {
  const wayOut = (to: string): string =>
    `Group by the id, { ${property}: true }, and load what the groups have by ${to}.findMany(); or ask a query for each value, where({ ${property}: { ... } }).count().`;
  if (isPlainObject(wanted)) refuseBeyond(planner, 'groupBy', property, wayOut);
  return planner.field(property);
}

function readGroups(planner: SpecPlanner, groupBy: unknown): void {
  const entries = entriesOf('groupBy', groupBy);
  if (entries.length === 0)
    throw new QueryError('groupBy needs a field, as in { country: true }. Name one, or leave groupBy out.');
  for (const [property, wanted] of entries) {
    const { codec } = groupField(planner, property, wanted);
    if (property === 'count' || isVerb(property))
      throw new QueryError(
        `groupBy: ${property} names a measure, which stands beside the groups in each row. Give the field another property.`,
      );
    const buckets = BUCKETS[codec.name] ?? [];
    if (wanted !== true && !buckets.includes(wanted as string))
      throw new QueryError(
        `groupBy: ${property} takes true${buckets.map((bucket) => `, '${bucket}'`).join('')}, not ${describe(wanted)}. Correct it.`,
      );
    planner.group(property, wanted === true ? undefined : (wanted as string));
  }
}

function sharesOf(property: string, shares: unknown): readonly number[] {
  const isShare = (share: unknown): boolean => typeof share === 'number' && share >= 0 && share <= 1;
  if (Array.isArray(shares) && shares.length > 0 && shares.every(isShare)) return shares as number[];
  const wrong: unknown = Array.isArray(shares) ? shares.find((share) => !isShare(share)) : shares;
  const found = Array.isArray(shares) && shares.length === 0 ? 'an empty array' : describe(wrong);
  throw new QueryError(
    `percentiles: ${property} takes shares from 0 to 1, as in [0.5, 0.99], not ${found}. Correct them.`,
  );
}

function readMeasures(planner: SpecPlanner, spec: Readonly<Record<string, unknown>>): Measure[] {
  return VERBS.filter((verb) => spec[verb] !== undefined).flatMap((verb) =>
    entriesOf(verb, spec[verb]).map(([property, wanted]) => {
      if (verb === 'percentiles') return planner.measure(verb, property, sharesOf(property, wanted));
      if (wanted === true) return planner.measure(verb, property);
      const wayOut = (to: string): string =>
        `Aggregate ${to}.query(), or take it of what select({ ${property}: { ... } }) gives.`;
      if (isPlainObject(wanted)) refuseBeyond(planner, verb, property, wayOut);
      throw new QueryError(
        `aggregate(): ${verb} takes true for a field, not ${describe(wanted)}. Leave the others out.`,
      );
    }),
  );
}

function isReverse(place: string, direction: unknown): boolean {
  if (direction === 'asc' || direction === 'desc') return direction === 'desc';
  throw new QueryError(`orderBy: ${place} is 'asc' or 'desc', not ${describe(direction)}. Correct it.`);
}

function orderColumns(planner: SpecPlanner, name: string, value: unknown): OrderColumn[] {
  if (name === 'count') return [{ column: 'count', scale: NUMBERS, reverse: isReverse(name, value) }];
  if (isVerb(name) && name !== 'percentiles')
    return entriesOf(`orderBy ${name}`, value).map(([property, direction]) => {
      const column = planner.measure(name, property);
      return { column, scale: column.scale, reverse: isReverse(property, direction) };
    });
  const at = planner.groups.findIndex(({ field }) => field.property === name);
  if (at >= 0) return [{ column: at, scale: planner.groups[at]!.scale, reverse: isReverse(name, value) }];
  throw new QueryError(
    `orderBy: ${name} is neither a measure nor in groupBy. Use count, ${VERBS.slice(0, -1).join(', ')}, or a field that groups.`,
  );
}

const byKeys = (groups: readonly GroupColumn[]): OrderColumn[] =>
  groups.map(({ scale }, column) => ({ column, scale, reverse: false }));

type GivenSpec = Readonly<Record<string, unknown>>;

function checkSpec(given: unknown): GivenSpec {
  if (!isPlainObject(given))
    throw new QueryError(`aggregate() takes an object such as { count: true }, not ${describe(given)}. Correct it.`);
  const unknown = Object.keys(given).find((key) => !KEYS.has(key));
  if (unknown === undefined) return given as GivenSpec;
  throw new QueryError(`aggregate() has no ${JSON.stringify(unknown)}. Use: ${[...KEYS].join(', ')}.`);
}

/** @throws QueryError for what makes no sense, before anything is sent */
export function readSpec(schema: Schema, given: unknown): Spec {
  const spec = checkSpec(given);
  const planner = new SpecPlanner(schema);
  if (spec.groupBy !== undefined) readGroups(planner, spec.groupBy);
  const isGrouped = planner.groups.length > 0;
  const shown = readMeasures(planner, spec);
  const hasCount = spec.count === true;
  if (!isGrouped && !hasCount && shown.length === 0)
    throw new QueryError('aggregate() needs a measure, as in { count: true }. Name one.');
  if (!isGrouped && OF_GROUPS.some((key) => spec[key] !== undefined))
    throw new QueryError(
      'aggregate() takes having, orderBy, limit and offset with groupBy. Leave them out, or name a field that groups.',
    );
  const order = spec.orderBy === undefined ? [] : entriesOf('orderBy', spec.orderBy);
  return {
    planner,
    isGrouped,
    hasCount,
    shown,
    having: spec.having,
    order: [...order.flatMap(([name, value]) => orderColumns(planner, name, value)), ...byKeys(planner.groups)],
    limit: spec.limit === undefined ? undefined : checkCount('aggregate({ limit })', spec.limit, 0),
    offset: spec.offset === undefined ? 0 : checkCount('aggregate({ offset })', spec.offset, 0),
  };
}
