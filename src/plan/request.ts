import { isCountable, numberNodes, type Plan } from './plan.js';

/** One step of an order: an index to walk, or `id`. */
export interface Order {
  readonly op: 'range' | 'lexical' | 'id';
  readonly key?: string;
  /** stored name */
  readonly field?: string;
  readonly reverse: boolean;
  /** how the index writes stored values, where it is not as they are */
  readonly form?: string;
  /** the list of the ids that have no value; they come last */
  readonly missing?: string;
}

/** What one run of the query script is asked. `fields: undefined` asks for ids alone. */
export interface Request {
  readonly integer: boolean;
  readonly mode: 'rows' | 'count' | 'exists';
  readonly filter?: Plan;
  readonly order?: readonly Order[];
  readonly offset: number;
  readonly limit?: number;
  readonly fields?: readonly string[];
  /** steps of about a microsecond that one run may take */
  readonly budget: number;
  /** ids that are read at a time */
  readonly chunk?: number;
  readonly explain?: boolean;
}

/** A row as stored: the fields asked for, then the id. */
export type StoredRow = (string | null)[];

/** One run's answer, as query.lua gives it. */
export interface Slice {
  readonly rows: readonly (StoredRow | string)[];
  /** where the next run goes on; undefined when there is no more */
  readonly next: string | undefined;
  /** what mode `count` counted, or how many ids the offset skipped */
  readonly count: number;
  /** what the rows are sorted by, where the caller has to merge slices */
  readonly keys: readonly (string | null)[][] | undefined;
  readonly trace: string | undefined;
}

/** The request as the script reads it; `from` is what an earlier slice gave as `next`. */
export function encodeRequest(request: Request, from?: string): string {
  const filter = request.filter && { ...numberNodes(request.filter), exact: isCountable(request.filter) };
  const text = JSON.stringify({ ...request, filter });
  return from === undefined ? text : `${text.slice(0, -1)},"from":${from}}`;
}

type Reply = [Slice['rows'], string | null, number, Slice['keys'] | null, string | null];

export function decodeReply(reply: unknown): Slice {
  const [rows, next, count, keys, trace] = reply as Reply;
  return { rows, next: next ?? undefined, count, keys: keys ?? undefined, trace: trace ?? undefined };
}
