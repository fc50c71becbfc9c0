import { UnsupportedError } from '../../errors/server.js';
import type { Argument, Connection } from '../../redis/connection/connection.js';
import { integer, oneOf } from '../../util/check.js';

/** Which part of a bit field to look at. */
export interface BitRange {
  /** the first; counted from the end where it is negative @default 0 */
  readonly start?: number | undefined;
  /** behind the last; counted from the end where it is negative @default the end */
  readonly end?: number | undefined;
  /** what `start` and `end` count; bits need Redis 7 @default 'byte' */
  readonly unit?: 'byte' | 'bit' | undefined;
}

const UNITS = { byte: 'byte', bit: 'bit' } as const;

/** Both ends as the server takes them, the last one included. */
function ends(start: number, end: number | undefined): number[] {
  integer('start', start);
  if (end === undefined) return [start];
  const comparable = start < 0 === integer('end', end) < 0;
  if (end === 0 || (comparable && end <= start)) {
    throw new RangeError(`the range from ${start} to before ${end} is empty. Give it an end behind its start.`);
  }
  return [start, end - 1];
}

function unitArguments({ capabilities }: Connection, unit: 'byte' | 'bit', command: string): Argument[] {
  if (oneOf('unit', unit, UNITS) === 'byte') return [];
  if (capabilities.bitRanges) return ['bit'];
  throw new UnsupportedError(
    `${command} with the unit BIT`,
    `${capabilities.server} ${capabilities.version}`,
    'Redis 7.0 or later, or Valkey',
  );
}

/**
 * The end of a BITCOUNT or BITPOS. Without an end none is sent, where there is no unit behind it: BITPOS finds the zeros
 * behind the last byte only then.
 */
export function rangeArguments(connection: Connection, command: string, range: BitRange, open: boolean): Argument[] {
  const { start = 0, end, unit = 'byte' } = range;
  const [first, last] = ends(start, end);
  const units = unitArguments(connection, unit, command);
  if (last !== undefined) return [first!, last, ...units];
  if (units.length > 0 || !open) return [first!, -1, ...units];
  return [first!];
}
