import { QueryError } from '../../errors/query.js';
import { describe } from '../../schema/describe.js';
import { isPlainObject } from '../plain-object.js';
import { checkCount } from '../query-state.js';

type Rows = readonly Readonly<Record<string, unknown>>[];

/** The commonest values of each field, by an aggregate each. */
export async function facetsOf(
  counts: unknown,
  aggregate: (spec: unknown) => Promise<unknown>,
): Promise<Record<string, [unknown, number][]>> {
  if (!isPlainObject(counts))
    throw new QueryError(`facets() takes an object such as { country: 10 }, not ${describe(counts)}. Correct it.`);
  const wanted = Object.entries(counts).filter(([, limit]) => limit !== undefined);
  const facets = wanted.map(async ([property, count]): Promise<[string, [unknown, number][]]> => {
    const limit = checkCount(`facets({ ${property} })`, count, 1);
    const spec = { groupBy: { [property]: true }, count: true, orderBy: { count: 'desc' }, limit };
    const rows = (await aggregate(spec)) as Rows;
    return [property, rows.map((row) => [row[property], row.count as number])];
  });
  return Object.fromEntries(await Promise.all(facets));
}
