import { textOf } from '../../util/thrown.js';

/** A point of a stream as the server writes it, `1539008591844-0`: milliseconds and a sequence number. */
export type MessageId = string;

/** A point of a stream, by id, by time, or by time and sequence number. */
export type TimeId = string | Date | readonly [at: Date, sequence: number];

const COMPLETE = /^\d{1,20}-\d{1,20}$/;
const PARTIAL = /^\d{1,20}(-\d{1,20})?$/;

function refuse(what: string, id: unknown): never {
  const shown = typeof id === 'string' ? JSON.stringify(id) : textOf(id);
  const Fault = typeof id === 'string' ? RangeError : TypeError;
  throw new Fault(`${shown} is not ${what}. Write it as milliseconds and sequence, as in "1539008591844-0".`);
}

function milliseconds(at: Date): number {
  const ms = at.getTime();
  if (ms >= 0) return ms;
  throw new RangeError('A time in a stream must be valid and not before 1970. Give another Date.');
}

function sequenceOf(value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new RangeError(`The sequence of an id must be a whole number from 0 on, not ${textOf(value)}. Correct it.`);
}

/** The time of an id without a sequence, in the server's form; text as it is. */
function formatTime(id: TimeId): string {
  if (typeof id === 'string') return id;
  if (id instanceof Date) return String(milliseconds(id));
  if (Array.isArray(id) && id[0] instanceof Date) return `${milliseconds(id[0])}-${sequenceOf(id[1])}`;
  return refuse('an id', id);
}

/** The id of one message; a time alone is its first one. */
export function exactId(id: TimeId): MessageId {
  const text = formatTime(id);
  if (!PARTIAL.test(text)) refuse('an id', id);
  return COMPLETE.test(text) ? text : `${text}-0`;
}

/** A bound of a range: an id, `-` or `+`, and after `(` an id that is itself left out. A time alone means all of it. */
export function boundId(id: TimeId): string {
  const text = formatTime(id);
  if (text === '-' || text === '+' || PARTIAL.test(text.replace(/^\(/, ''))) return text;
  return refuse('an id', id);
}

/** The id after which to read; `$` is the newest one there is. */
export function lastReadId(id: TimeId): string {
  const text = formatTime(id);
  return text === '$' || PARTIAL.test(text) ? text : refuse('an id', id);
}

/** The id of a message to be added: `*` leaves it to the server, `1539008591844-*` the sequence alone. */
export function newMessageId(id: TimeId): string {
  const text = formatTime(id);
  return text === '*' || PARTIAL.test(text.replace(/-\*$/, '')) ? text : refuse('an id', id);
}

/** Digits as the server compares them: without a regard to their number. */
function compareDigits(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Order of two complete ids. */
export function compareMessageIds(a: MessageId, b: MessageId): number {
  const [aTime = '', aSequence = ''] = a.split('-');
  const [bTime = '', bSequence = ''] = b.split('-');
  return compareDigits(aTime, bTime) || compareDigits(aSequence, bSequence);
}
