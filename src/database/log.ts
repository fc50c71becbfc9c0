import { styleText } from 'node:util';
import { describe } from '../schema/describe.js';
import { natural } from '../util/check.js';
import type { QueryEvent, Sink } from '../util/observe.js';

/** A logger such as pino's: it is given the event and a line of text. */
export interface Logger {
  info(event: QueryEvent, line: string): void;
  /** slow and unbounded calls, and those that failed */
  warn(event: QueryEvent, line: string): void;
}

/** Who is told of calls on models. */
export interface ObserveOptions {
  /** Tell of each query and each write: `true` prints a line, a function is given the event, a logger such as pino's both. */
  readonly log?: boolean | ((event: QueryEvent) => void) | Logger | undefined;
  /** Called for each query or write that took at least `slowQuery`. */
  readonly onSlowQuery?: ((event: QueryEvent) => void) | undefined;
  /** From how many ms on a call is slow; 0: each is. @default 100 */
  readonly slowQuery?: number | undefined;
}

const SLOW = 100;

const isRemarkable = ({ slow, unbounded, error }: QueryEvent): boolean => slow || unbounded || error !== undefined;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** One line that says what a call did. */
function logLine(event: QueryEvent): string {
  const { kind, call, text, strategy, rows, roundTrips, time, slow, unbounded, error } = event;
  const marks = [slow && 'SLOW', unbounded && 'UNBOUNDED', error !== undefined && `FAILED: ${codeOf(error)}`];
  const facts = [
    strategy,
    rows === undefined ? undefined : counted(rows, kind === 'write' ? 'change' : 'row'),
    counted(roundTrips, 'round trip'),
    `${time.toFixed(1)} ms`,
    ...marks,
  ];
  const what = kind === 'write' ? text || 'containers' : `${text}.${call}()`;
  return `${what}: ${facts.filter(Boolean).join(', ')}`;
}

// messages of errors may have values in them
const codeOf = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'an error');
};

function print(event: QueryEvent): void {
  const line = logLine(event);
  const colour =
    event.error !== undefined ? 'red' : isRemarkable(event) ? 'yellow' : event.kind === 'write' ? 'cyan' : 'green';
  console.log(process.stdout.isTTY ? styleText(colour, line) : line);
}

const isLogger = (log: unknown): log is Logger =>
  typeof log === 'object' &&
  log !== null &&
  ['info', 'warn'].every((name) => typeof log[name as keyof typeof log] === 'function');

function writerOf(log: ObserveOptions['log']): ((event: QueryEvent) => void) | undefined {
  if (log === undefined || log === false) return undefined;
  if (log === true) return print;
  if (typeof log === 'function') return log;
  if (isLogger(log)) return (event) => log[isRemarkable(event) ? 'warn' : 'info'](event, logLine(event));
  throw new TypeError(
    `log is true, a function, or a logger with info() and warn(), not ${describe(log)}. Give one of them.`,
  );
}

/** What the options ask to be told; undefined where that is nothing. */
export function sinkOf({ log, onSlowQuery, slowQuery = SLOW }: ObserveOptions): Sink | undefined {
  natural('slowQuery', slowQuery);
  if (onSlowQuery !== undefined && typeof onSlowQuery !== 'function')
    throw new TypeError(`onSlowQuery is a function, not ${describe(onSlowQuery)}. Give one, or leave it out.`);
  const write = writerOf(log);
  if (!write && !onSlowQuery) return undefined;
  const tell = (event: QueryEvent): void => {
    write?.(event);
    if (event.slow) onSlowQuery?.(event);
  };
  return { slow: slowQuery, tell };
}
