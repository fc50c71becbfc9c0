import type { Argument } from '../../redis/connection/connection.js';
import { oneOf } from '../../util/check.js';
import { type BitFormat, checkOffset, checkValue, halves, isWide, join, split, whole } from './bit-type.js';

/** What happens when an increment leaves the range: start over, stay at the end, or do nothing. */
export type Overflow = 'WRAP' | 'SAT' | 'FAIL';

/** One operation of a chain: what it adds to the BITFIELD command, and how its share of the reply is read. */
export interface BitOperation {
  readonly args: readonly Argument[];
  /** the mode it needs to be in; undefined: whichever */
  readonly overflow?: Overflow;
  /** it leaves the bits as they are */
  readonly reads?: true;
  /** how many replies belong to it */
  readonly replies: number;
  read(replies: readonly unknown[]): number | bigint | undefined;
}

const readOne = ([reply]: readonly unknown[]): number => Number(reply);
const readHalves =
  (format: BitFormat) =>
  ([high, low]: readonly unknown[]) =>
    join(format, high, low);

function getHalves(format: BitFormat, offset: number): Argument[] {
  const { high, highOffset, low, lowOffset } = halves(format, offset);
  return ['get', high, highOffset, 'get', low, lowOffset];
}

/** Read an integer; a wide one as two halves, as the reply would lose digits. */
export function getOperation(format: BitFormat, offset: number): BitOperation {
  checkOffset(offset, format.bits);
  if (isWide(format)) return { args: getHalves(format, offset), reads: true, replies: 2, read: readHalves(format) };
  return { args: ['get', name(format), offset], reads: true, replies: 1, read: readOne };
}

/** Write an integer and read the one before it. */
export function setOperation(format: BitFormat, offset: number, value: number | bigint): BitOperation {
  checkOffset(offset, format.bits);
  const exact = checkValue(format, value);
  if (!isWide(format)) return { args: ['set', name(format), offset, String(exact)], replies: 1, read: readOne };
  const { high, highOffset, low, lowOffset } = halves(format, offset);
  const values = split(exact);
  const args = ['set', high, highOffset, String(values.high), 'set', low, lowOffset, String(values.low)];
  return { args, replies: 2, read: readHalves(format) };
}

const OVERFLOWS = { WRAP: 'WRAP', SAT: 'SAT', FAIL: 'FAIL' } as const;

/** Add to an integer; a wide result is read in two halves behind it. */
export function incrementOperation(
  format: BitFormat,
  offset: number,
  by: number | bigint,
  overflow: Overflow,
): BitOperation {
  checkOffset(offset, format.bits);
  oneOf('overflow', overflow, OVERFLOWS);
  const args = ['incrby', name(format), offset, String(checkValue(STEPS, whole(by, 'by')))];
  if (!isWide(format)) return { args, overflow, replies: 1, read: (r) => (r[0] === null ? undefined : readOne(r)) };
  const read = ([done, ...rest]: readonly unknown[]) => (done === null ? undefined : readHalves(format)(rest));
  return { args: [...args, ...getHalves(format, offset)], overflow, replies: 3, read };
}

// what the server takes for a step
const STEPS: BitFormat = { sign: 'i', bits: 64 };

const name = ({ sign, bits }: BitFormat): string => `${sign}${bits}`;

/** The operations as the arguments of one BITFIELD; a mode stays until the next is named. */
export function compileOperations(operations: readonly BitOperation[]): Argument[] {
  let mode: Overflow = 'WRAP';
  return operations.flatMap(({ args, overflow = mode }) => {
    if (overflow === mode) return args;
    mode = overflow;
    return ['overflow', mode, ...args];
  });
}

/** Give each operation its share of the reply. */
export function readReplies(operations: readonly BitOperation[], replies: readonly unknown[]) {
  let next = 0;
  return operations.map((operation) => {
    const first = next;
    next += operation.replies;
    return operation.read(replies.slice(first, next));
  });
}
