import { ID_LISTS } from '../indexes/keyspace.js';
import { correctSize, measureSize } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import type { Findings } from './report.js';
import type { Target } from './target.js';

/** How often a size is counted until nobody changed it meanwhile. */
const ATTEMPTS = 20;

type Measured = readonly [sum: number, next: string | null, stored: string | null];

/** A size as it is stored, as it is, and by how much it is wrong. */
interface Deviation {
  readonly stored: string;
  readonly size: number;
  readonly by: number;
}

/** A list without a size is a short one; an index of values or texts without one has none. */
const isAlwaysThere = (name: string): boolean => /^(?:texts\/|words\/|uq:|ids$)/.test(name);

/** How wrong a size is; undefined where it is right or gone, or writers did not let it rest. */
async function deviation({ connection, here, json }: Target, name: string): Promise<Deviation | undefined> {
  const input = (from: string) => ({ keys: { prefix: here.key, ids: here.ids }, args: { model: json, name, from } });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    let [sum, next, first] = (await run(connection, measureSize, input('0'))) as Measured;
    let last = first;
    while (next !== null) {
      const [more, following, stored] = (await run(connection, measureSize, input(next))) as Measured;
      [sum, next, last] = [sum + more, following, stored];
    }
    if (first === null && !isAlwaysThere(name)) return undefined;
    const isNumber = first === null || /^-?\d+$/.test(first);
    const by = sum - (isNumber ? Number(first) : 0);
    if (isNumber && by === 0) return undefined;
    if (first === last) return { stored: first ?? '', size: sum, by };
  }
  return undefined;
}

/** Whether it could be corrected: not where a writer has changed it since it was counted. */
async function correct(
  { connection, here, json }: Target,
  name: string,
  { stored, size }: Deviation,
): Promise<boolean> {
  const input = { keys: { prefix: here.key, ids: here.ids }, args: { model: json, name, stored, size } };
  return (await run(connection, correctSize, input)) === 1;
}

/** By how much a size was wrong, and is no more where that is asked. */
async function checkSize(target: Target, name: string, repairs: boolean): Promise<number | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await deviation(target, name);
    if (!found) return undefined;
    if (!repairs || (await correct(target, name, found))) return found.by;
  }
  return undefined;
}

/** The names of the sizes of unique indexes, behind their numbers of buckets, of lists and of full-text indexes. */
async function* names({ connection, here }: Target, withTexts: boolean): AsyncGenerator<string> {
  const lists = here.indexes.flatMap(({ list }) => list ?? []);
  const starts = [...ID_LISTS, ...lists];
  yield 'ids';
  yield* here.indexes.filter(({ kind }) => kind === 'unique').flatMap(({ name }) => [`uq/${name}`, `uq:${name}`]);
  let cursor = '0';
  do {
    const reply = await connection.send('hscan', [here.counts, cursor, 'COUNT', 1000]);
    const [next, found] = reply as [string, string[]];
    const isSize = (name: string) =>
      name === 'ids' || name === 'last' || starts.some((start) => name.startsWith(start));
    yield* found.filter((name, i) => i % 2 === 0 && isSize(name));
    cursor = next;
  } while (cursor !== '0');
  if (!withTexts) return;
  const texts = here.indexes.filter(({ kind, state }) => kind === 'text' && state === undefined);
  yield* texts.flatMap(({ name }) => [`texts/${name}`, `words/${name}`]);
}

/** Compare the sizes that are stored with what there is; correct them by the difference, so that writers may go on. */
export async function checkSizes(
  target: Target,
  findings: Findings,
  { repairs, withTexts, signal }: { repairs: boolean; withTexts: boolean; signal: AbortSignal | undefined },
): Promise<void> {
  for await (const name of names(target, withTexts)) {
    signal?.throwIfAborted();
    const by = await checkSize(target, name, repairs);
    if (by !== undefined) findings.add('size', name, undefined, String(by));
  }
}
