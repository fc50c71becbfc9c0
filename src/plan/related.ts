// What relations lead to, read along with the rows of a request (scripts/lua/lib/query/answer/related.lua).
import type { Plan } from './plan.js';
import {
  type Absent,
  decodeRow,
  fromLua,
  type LuaList,
  type Request,
  type RowTuple,
  type StoredRow,
  type UnreadRow,
} from './request.js';

/** One relation of a request's rows: what is asked of the entities at its other end. */
export interface RequestPart extends Pick<Request, 'models' | 'plan' | 'order' | 'limit' | 'with' | 'budget'> {
  readonly fields: readonly string[];
  /** the place of the field that leads there among those of the rows, from 1; without it the other side leads here */
  readonly at?: number;
  /** what the key of the list or sorted set begins with that has the ids there in their order; it ends with the id here */
  readonly own?: string;
  readonly kind?: 'list' | 'sortedSet';
  /** from the end of that */
  readonly reverse?: boolean;
  /** the index by which the other side leads here: a leaf for the value that is empty */
  readonly via?: Plan;
  /** the longest id, in bytes, that stands in a key */
  readonly longest?: number;
  /** what the keys of longer ones begin with, before their digest */
  readonly digested?: string;
}

/** What one relation of a row led to: undefined where that is not known yet, null where there is none. */
export type Related = StoredRow | null | StoredRow[] | undefined;

type PartReply = readonly [given: unknown, behind: RelatedReply | Absent, isWhole: boolean | Absent];
export type RelatedReply = LuaList<PartReply>;

const rowOf = (values: RowTuple): StoredRow => decodeRow(values, true) as StoredRow;

/** What each row led to, and all rows that came, in the order in which they came. */
interface Given {
  readonly ofRows: readonly Related[];
  readonly all: readonly StoredRow[];
}

function forth(
  rows: readonly (StoredRow | UnreadRow)[],
  at: number,
  given: readonly RowTuple[],
  isWhole: boolean,
): Given {
  const all = given.map(rowOf);
  const found = new Map(all.map((row) => [row.id, row]));
  const absent = isWhole ? null : undefined;
  const ofRow = ({ values }: StoredRow | UnreadRow): Related => {
    if (!values) return undefined;
    const id = values[at - 1] ?? null;
    return id === null ? null : (found.get(id) ?? absent);
  };
  return { ofRows: rows.map(ofRow), all };
}

function back(lists: readonly (LuaList<RowTuple> | Absent)[]): Given {
  const ofRows = lists.map((list) => (list ? fromLua(list).map(rowOf) : undefined));
  return { ofRows, all: ofRows.flatMap((rows) => rows ?? []) };
}

/** Give rows what came along with them. */
export function attachRelated(
  rows: readonly (StoredRow | UnreadRow)[],
  parts: readonly RequestPart[],
  reply: RelatedReply,
): void {
  for (const [i, [given, behind, isWhole]] of fromLua(reply).entries()) {
    const part = parts[i]!;
    const list = fromLua(given as LuaList<never>);
    const { ofRows, all } = part.at === undefined ? back(list) : forth(rows, part.at, list, isWhole === true);
    for (const [k, row] of (rows as StoredRow[]).entries()) setRelated(row, i, ofRows[k]);
    if (part.with && behind) attachRelated(all, part.with, behind);
  }
}

/** Note what one relation of a row led to. */
export function setRelated(row: StoredRow, part: number, related: Related): void {
  row.related ??= [];
  row.related[part] = related;
}
