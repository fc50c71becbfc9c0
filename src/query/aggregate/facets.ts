import { QueryError } from '../../errors/query.js';
import { compareTexts } from '../../plan/compare.js';
import { describe } from '../../schema/describe.js';
import type { Schema } from '../../schema/schema.js';
import { isPlainObject } from '../plain-object.js';
import { checkCount } from '../query-state.js';

type Rows = readonly Readonly<Record<string, unknown>>[];

type Facet = [value: unknown, count: number];

/** Of arrays how many have each element; an array has one once, and ties are in the order of their JSON. */
function countElements(facets: readonly Facet[]): Facet[] {
  const counted = new Map<string | undefined, Facet>();
  for (const [value, count] of facets) {
    const elements = new Map((Array.isArray(value) ? value : [value]).map((each) => [JSON.stringify(each), each]));
    for (const [text, element] of elements) counted.set(text, [element, (counted.get(text)?.[1] ?? 0) + count]);
  }
  // texts alone are compared: an entity without an array is last among equals
  const entries = [...counted].sort(([a], [b]) => (a === undefined ? 1 : b === undefined ? -1 : compareTexts(a, b)));
  return entries.map(([, facet]) => facet).sort(([, a], [, b]) => b - a);
}

/** The commonest values of each field, by an aggregate each. */
export async function facetsOf(
  schema: Schema,
  counts: unknown,
  aggregate: (spec: unknown) => Promise<unknown>,
): Promise<Record<string, Facet[]>> {
  if (!isPlainObject(counts))
    throw new QueryError(`facets() takes an object such as { country: 10 }, not ${describe(counts)}. Correct it.`);
  const wanted = Object.entries(counts).filter(([, limit]) => limit !== undefined);
  if (wanted.length === 0) throw new QueryError('facets() needs a field, as in { country: 10 }. Name one.');
  const facets = wanted.map(async ([property, count]): Promise<[string, Facet[]]> => {
    const limit = checkCount(`facets({ ${property} })`, count, 1);
    const hasArrays = schema.queryable.get(property)?.codec.arrays === true;
    const spec = { groupBy: { [property]: true }, count: true, orderBy: { count: 'desc' } };
    const rows = (await aggregate(hasArrays ? spec : { ...spec, limit })) as Rows;
    const found = rows.map((row): Facet => [row[property], row.count as number]);
    return [property, hasArrays ? countElements(found).slice(0, limit) : found];
  });
  return Object.fromEntries(await Promise.all(facets));
}
