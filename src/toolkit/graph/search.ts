// A search runs on the server in slices, each of which ends after so many triples looked at, or so many rows found. It gives the
// trail of triples that it stands on; the next slice goes on behind it, wherever the triples around have gone meanwhile.
import type { Connection } from '../../redis/connection/connection.js';
import { searchTriples } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import type { Join } from './clause.js';
import { decodeNode, type Node } from './node.js';

/** A node for each variable. */
export type Row = Record<string, Node>;

/** How many triples one call looks at: a few milliseconds of the server's time. */
const BUDGET = 500;
/** How many rows one call gives. */
const PAGE = 500;

export interface Window {
  /** rows to pass over on the server */
  readonly skip: number;
  /** rows wanted behind them */
  readonly wanted: number;
  readonly signal?: AbortSignal | undefined;
}

export interface GraphKeys {
  readonly spo: string;
  readonly pos: string;
  readonly osp: string;
}

type Reply = [rows: number, skipped: number, trail: string[], nodes: string[]];

function* rowsOf({ variables }: Join, count: number, nodes: readonly string[]): Generator<Row> {
  for (let row = 0; row < count; row++) {
    yield Object.fromEntries(variables.map((name, i) => [name, decodeNode(nodes[row * variables.length + i]!)]));
  }
}

/** The rows of a join, each as often as it is found. */
export async function* joinRows(
  connection: Connection,
  keys: GraphKeys,
  join: Join,
  { skip, wanted, signal }: Window,
): AsyncGenerator<Row, void, undefined> {
  let [left, passed, trail] = [wanted, skip, [] as string[]];
  do {
    signal?.throwIfAborted();
    const args = {
      budget: BUDGET,
      wanted: Math.min(PAGE, left),
      skip: passed,
      variables: join.variables.length,
      clauses: join.clauses,
    };
    const reply = await run(connection, searchTriples, { keys: { ...keys }, args, rest: [...join.terms, ...trail] });
    const [count, skipped, next, nodes] = reply as Reply;
    yield* rowsOf(join, count, nodes);
    [left, passed, trail] = [left - count, passed - skipped, next];
  } while (trail.length > 0 && left > 0);
}

const identity = (row: Row): string => JSON.stringify(Object.values(row));

/** Each row once: a place that is open finds one binding as often as something fits there. */
export async function* distinctRows(rows: AsyncIterable<Row>): AsyncGenerator<Row, void, undefined> {
  const seen = new Set<string>();
  for await (const row of rows) {
    const known = seen.size;
    if (seen.add(identity(row)).size > known) yield row;
  }
}
