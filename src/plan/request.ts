import type { OrderPlan } from './order.js';
import type { Plan } from './plan.js';
import { attachRelated, type Related, type RelatedReply, type RequestPart } from './related.js';
import type { ReliedOn } from './relied-on.js';

/** A model that a request reads: its keys, and whether its ids are whole numbers. */
export interface RequestModel {
  readonly key: string;
  /** the key of its posting list of every id */
  readonly ids: string;
  /** the key of its sizes */
  readonly counts: string;
  readonly integer: boolean;
  /** the key of the times when its entities expire, where they may */
  readonly expires?: string;
}

/** What one run of the query script is asked. The rows are of the first model; `fields: undefined` asks for ids alone. */
export interface Request extends ReliedOn {
  readonly models: readonly [RequestModel, ...RequestModel[]];
  /** `size`: a count that the indexes know */
  readonly mode: 'rows' | 'count' | 'exists' | 'size';
  readonly plan?: Plan | undefined;
  readonly order?: readonly OrderPlan[] | undefined;
  readonly offset: number;
  readonly limit?: number | undefined;
  /** stored names of the fields of each row */
  readonly fields?: readonly string[] | undefined;
  /** steps of about a microsecond that one run may take */
  readonly budget: number;
  /** rows that one run may give */
  readonly batch?: number;
  readonly explain?: boolean;
  /** the answer says how often each command was run */
  readonly commands?: boolean;
  /** each row comes with what it is sorted by */
  readonly keys?: boolean;
  /** the row behind which the answer begins; what it is sorted by in the form of the indexes, false for no value */
  readonly after?: { readonly id: string; readonly keys: readonly (string | false)[] } | undefined;
  /** another request has the rest of the answer: the rows come with what they are sorted by */
  readonly part?: boolean;
  /** what comes along with the rows */
  readonly with?: readonly RequestPart[] | undefined;
}

/** What the name of a field begins with that asks for the whole of a row which is of another version. */
export const WHOLE_ROW = '~version:';

/** A row as stored: its id, and its values in the order of the request's fields. */
export interface StoredRow {
  readonly id: string;
  readonly values: (string | null)[];
  /** what it is sorted by, where the request asks for that */
  readonly keys?: readonly (string | null)[];
  /** what came along, for each part of the request's `with` */
  related?: Related[];
}

/** A row that the server left to be read by itself, because the rows before it are large. */
export interface UnreadRow {
  readonly id: string;
  readonly values: undefined;
  readonly keys?: readonly (string | null)[];
}

/** One run's answer. */
export interface Slice<Row = StoredRow> {
  readonly rows: readonly Row[];
  /** where the next run goes on; undefined when there is no more */
  readonly next: string | undefined;
  /** what mode `count` counted, or how many ids the offset skipped */
  readonly count: number;
  /** what each row is sorted by, where the caller has to merge slices */
  readonly keys: readonly (readonly (string | null)[])[] | undefined;
  readonly trace: string | undefined;
  /** how often each command was run, as JSON */
  readonly commands?: string | undefined;
}

/** The request as the script reads it; `from` is what an earlier slice gave as `next`. */
export function encodeRequest(request: Request, from?: string): string {
  const text = JSON.stringify(request);
  return from === undefined ? text : `${text.slice(0, -1)},"from":${from}}`;
}

// Lua writes an empty list as an object, and what is absent as false; RESP has null for it
export type Absent = null | false;
export type RowTuple = (string | Absent)[];
export type LuaList<T> = readonly T[] | Readonly<Record<string, never>>;
type Reply = readonly [
  rows: LuaList<RowTuple | string | Absent>,
  next: string | Absent,
  count: number,
  keys: LuaList<RowTuple> | Absent,
  trace: string | Absent,
  isFinal?: boolean,
  related?: RelatedReply | Absent,
  commands?: string,
];

export const fromLua = <T>(list: LuaList<T>): readonly T[] => (Array.isArray(list) ? list : []);

const absentAsNull = (values: RowTuple): (string | null)[] => {
  for (let i = 0; i < values.length; i++) if (values[i] === false) values[i] = null;
  return values as (string | null)[];
};

const NONE: (string | null)[] = [];

/** Rows end with their id; where no fields were asked for, or where it was left unread, the id stands alone. */
export function decodeRow(row: RowTuple | string, hasFields: boolean): StoredRow | UnreadRow {
  if (typeof row === 'string') return { id: row, values: hasFields ? undefined : NONE };
  const id = row.pop() as string;
  return { id, values: absentAsNull(row) };
}

export function decodeReply(reply: unknown, request: Request): Slice<StoredRow | UnreadRow> {
  const [rows, next, count, keys, trace, isFinal, related, commands] = (
    typeof reply === 'string' ? JSON.parse(reply) : reply
  ) as Reply;
  const list = fromLua(rows);
  const hasFields = request.fields !== undefined;
  const present: (StoredRow | UnreadRow)[] = [];
  // an entity that someone deleted by hand is in an index, and has no row
  for (const row of list) if (row) present.push(decodeRow(row, hasFields));
  if (request.with && related) attachRelated(present, request.with, related);
  const sortedBy = keys ? fromLua(keys).map(absentAsNull) : undefined;
  return {
    rows: request.keys && sortedBy ? present.map((row, i) => ({ ...row, keys: sortedBy[i]! })) : present,
    next: next || undefined,
    count,
    keys: isFinal ? undefined : sortedBy,
    trace: trace || undefined,
    ...(commands !== undefined && { commands }),
  };
}

/** The reply of find_unique: a row, or nothing where nobody has the value. */
export function decodeUnique(reply: unknown): StoredRow | undefined {
  if (reply === null) return undefined;
  const row = (typeof reply === 'string' ? JSON.parse(reply) : reply) as RowTuple;
  return decodeRow(row, true) as StoredRow;
}
