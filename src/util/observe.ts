import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel';
import { ScopedStore } from './scoped-store.js';

/** What a call on models asked of the server, and what came of it. */
export interface QueryEvent {
  readonly kind: 'query' | 'write';
  /** the names of the models, joined by commas */
  readonly model: string;
  /** the verb: `all`, `count`, ... of a query; `insert`, `update`, ... of a write, several joined by commas */
  readonly call: string;
  /** the query, or the first changes of a write, as code; values of hidden fields are not in it */
  readonly text: string;
  /** how it was answered, as `explain()` names it; undefined where that is not known */
  strategy: string | undefined;
  /** rows of the answer, entities of a write, 1 for a number; undefined where the call failed */
  rows: number | undefined;
  roundTrips: number;
  /** milliseconds, there and back */
  time: number;
  /** it took at least as long as `slowQuery` says */
  slow: boolean;
  /** it gave 1,000 rows or more, and has no limit */
  unbounded: boolean;
  /** what it threw */
  error: unknown;
}

/**
 * Who is told at which moment of a call. An event is one object from `start` on; rows, time and error are in it from `asyncStart`
 * on, and in `error`, which comes before.
 */
export interface TracingHandlers {
  /** the call begins */
  readonly start?: ((event: QueryEvent) => void) | undefined;
  /** the call was made, and goes on */
  readonly end?: ((event: QueryEvent) => void) | undefined;
  /** it is answered, or has failed */
  readonly asyncStart?: ((event: QueryEvent) => void) | undefined;
  /** the last of the call */
  readonly asyncEnd?: ((event: QueryEvent) => void) | undefined;
  /** it has failed */
  readonly error?: ((event: QueryEvent) => void) | undefined;
}

/** A tracing channel of `node:diagnostics_channel`, of the calls of all databases of this program. */
export interface QueryTracing {
  /** Be told of each call from now on. What a handler throws is an uncaught exception, and nothing to the call. */
  subscribe(handlers: TracingHandlers): void;
  /** Be told no more; `handlers` is the object that was subscribed. */
  unsubscribe(handlers: TracingHandlers): void;
}

/** Who is told of the calls of a database. */
export interface Sink {
  /** milliseconds */
  readonly slow: number;
  tell(event: QueryEvent): void;
}

/** What is known when a call begins. */
export interface CallFacts {
  readonly model: string;
  readonly call: string;
  readonly text: string;
  readonly limited: boolean;
}

const MANY = 1000;
const CHANNELS = {
  query: tracingChannel<object, QueryEvent>('redstart:query'),
  write: tracingChannel<object, QueryEvent>('redstart:write'),
};

/** Node's tracing channels `redstart:query` and `redstart:write`: `tracing.query.subscribe({ asyncEnd: ({ text, time }) => ... })`. */
export const tracing: { readonly query: QueryTracing; readonly write: QueryTracing } = CHANNELS;

const sinks = new WeakMap<object, Sink>();
const current = new ScopedStore<QueryEvent>();

/** Tell a sink of the calls that go through a connection. */
export function setSink(connection: object, sink: Sink): void {
  sinks.set(connection, sink);
}

/** Count a round trip of the call that is under way. */
export function noteRoundTrip(): void {
  const event = current.get();
  if (event) event.roundTrips++;
}

/** Whether anybody wants to know how the call that is under way is answered. */
export const isObserved = (): boolean => current.get() !== undefined;

/** How the call that is under way is answered, of its first slice. */
export function noteStrategy(strategy: string): void {
  const event = current.get();
  if (event) event.strategy ??= strategy;
}

const hasSubscribers = ({ start, end, asyncStart, asyncEnd, error }: TracingChannel<object, QueryEvent>): boolean =>
  start.hasSubscribers ||
  end.hasSubscribers ||
  asyncStart.hasSubscribers ||
  asyncEnd.hasSubscribers ||
  error.hasSubscribers;

interface Watch<T> {
  readonly kind: QueryEvent['kind'];
  /** what the sink was set for */
  readonly connection: object;
  asked(): CallFacts;
  rowsOf(result: T): number;
}

/** What a listener throws is nothing that the call did: it is thrown where nobody waits, as diagnostics_channel does. */
function tell(sink: Sink, event: QueryEvent): void {
  try {
    sink.tell(event);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

async function timed<T>(
  event: QueryEvent,
  { limited }: CallFacts,
  sink: Sink | undefined,
  watch: Watch<T>,
  work: () => Promise<T>,
): Promise<T> {
  const start = performance.now();
  try {
    const result = await current.run(event, work);
    event.rows = watch.rowsOf(result);
    event.unbounded = !limited && event.rows >= MANY;
    return result;
  } catch (error) {
    event.error = error;
    throw error;
  } finally {
    event.time = performance.now() - start;
    event.slow = sink !== undefined && event.time >= sink.slow;
    if (sink) tell(sink, event);
  }
}

// Node writes what a traced promise gives into the event: rows have the values of hidden fields, so this one gives nothing
async function traced<T>(
  channel: TracingChannel<object, QueryEvent>,
  event: QueryEvent,
  work: () => Promise<T>,
): Promise<T> {
  const results: T[] = [];
  await channel.tracePromise(async () => {
    results.push(await work());
  }, event);
  return results[0] as T;
}

/** Do some work, and tell whoever wants to know of it; where nobody does it is just done. */
export function observe<T>(watch: Watch<T>, work: () => Promise<T>): Promise<T> {
  const sink = sinks.get(watch.connection);
  const channel = CHANNELS[watch.kind];
  if (!sink && !hasSubscribers(channel)) return work();
  const asked = watch.asked();
  const { model, call, text } = asked;
  const event: QueryEvent = {
    kind: watch.kind,
    model,
    call,
    text,
    strategy: undefined,
    rows: undefined,
    roundTrips: 0,
    time: 0,
    slow: false,
    unbounded: false,
    error: undefined,
  };
  return traced(channel, event, () => timed(event, asked, sink, watch, work));
}
