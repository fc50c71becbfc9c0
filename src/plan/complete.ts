// What a call had no time for of the relations of its rows is asked for here.
import { createHash } from 'node:crypto';
import type { Connection } from '../redis/connection/connection.js';
import { runRows, streamRows } from './execute.js';
import { rowsInOrder } from './listed.js';
import type { Plan } from './plan.js';
import { type RequestPart, setRelated } from './related.js';
import type { Request, StoredRow } from './request.js';

/** Questions that are sent at a time, and rows that wait for what their relations lead to. */
const TOGETHER = 64;

const requestOf = (part: RequestPart, plan: Plan): Request => ({ ...part, mode: 'rows', offset: 0, plan });

async function completeForth(
  connection: Connection,
  rows: readonly StoredRow[],
  part: RequestPart,
  i: number,
): Promise<void> {
  const idOf = ({ values }: StoredRow) => values[part.at! - 1];
  const missing = rows.filter((row) => row.related?.[i] === undefined && idOf(row) !== null);
  if (missing.length === 0) return;
  const ids = [...new Set(missing.map((row) => idOf(row)!))];
  const found = await runAll(connection, requestOf({ ...part, limit: undefined }, { op: 'ids', ids }));
  const byId = new Map(found.map((row) => [row.id, row]));
  // one that nothing is found for is gone
  for (const row of missing) setRelated(row, i, byId.get(idOf(row)!) ?? null);
}

/** The index that leads to an entity, for its id. */
function leadTo({ via, longest, digested }: RequestPart, id: string): Plan {
  if (via?.op !== 'posting') return { ...via, values: [id] } as Plan;
  if (Buffer.byteLength(id) <= longest!) return { ...via, key: `${via.key}${id}`, value: id };
  return { ...via, key: `${digested}${createHash('sha1').update(id).digest('hex')}`, value: id };
}

async function completeBack(
  connection: Connection,
  rows: readonly StoredRow[],
  part: RequestPart,
  i: number,
): Promise<void> {
  const missing = rows.filter(({ related }) => related?.[i] === undefined);
  const asked = part.own === undefined ? part : { ...part, limit: undefined };
  const ask = (plan: Plan): Promise<readonly StoredRow[]> =>
    runAll(connection, requestOf(asked, part.plan ? { op: 'and', inputs: [plan, part.plan] } : plan));
  const related = (id: string) =>
    part.own === undefined
      ? ask(leadTo(part, id))
      : rowsInOrder(connection, part, id, (ids) => ask({ op: 'ids', ids }));
  const fill = async (row: StoredRow): Promise<void> => setRelated(row, i, [...(await related(row.id))]);
  for (let at = 0; at < missing.length; at += TOGETHER) await Promise.all(missing.slice(at, at + TOGETHER).map(fill));
}

const childrenOf = (rows: readonly StoredRow[], i: number): StoredRow[] => [
  ...new Set(rows.flatMap(({ related }) => related?.[i] ?? [])),
];

/** Read what is not known yet of the relations of rows. */
export async function complete(
  connection: Connection,
  rows: readonly StoredRow[],
  parts: readonly RequestPart[] | undefined,
): Promise<void> {
  for (const [i, part] of (parts ?? []).entries()) {
    const fill = part.at === undefined ? completeBack : completeForth;
    await fill(connection, rows, part, i);
    if (part.with) await complete(connection, childrenOf(rows, i), part.with);
  }
}

/** All rows of a request, with what their relations lead to. */
export async function runAll(connection: Connection, request: Request): Promise<readonly StoredRow[]> {
  const rows = await runRows(connection, request);
  if (request.with) await complete(connection, rows, request.with);
  return rows;
}

/** Whether all is known of the relations of a row. */
function isComplete(row: StoredRow, parts: readonly RequestPart[] = []): boolean {
  return parts.every((part, i) => {
    const related = row.related?.[i];
    if (related === undefined) return part.at !== undefined && row.values[part.at - 1] === null;
    return childrenOf([row], i).every((child) => isComplete(child, part.with));
  });
}

/** The same, as they are found; those of which something is missing wait for each other. */
export async function* streamAll(connection: Connection, request: Request): AsyncGenerator<StoredRow> {
  let waiting: StoredRow[] = [];
  for await (const row of streamRows(connection, request)) {
    if (waiting.length === 0 && isComplete(row, request.with)) yield row;
    else waiting.push(row);
    if (waiting.length < TOGETHER) continue;
    await complete(connection, waiting, request.with);
    yield* waiting;
    waiting = [];
  }
  await complete(connection, waiting, request.with);
  yield* waiting;
}
