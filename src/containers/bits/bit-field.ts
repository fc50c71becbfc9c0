import type { Argument } from '../../redis/connection/connection.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { shown } from '../../util/thrown.js';
import { Container } from '../container.js';
import { type Destination, type Others, othersOf } from '../variadic.js';
import { BitFieldOperations } from './bit-field-operations.js';
import { getOperation, type Overflow, setOperation } from './bit-operation.js';
import { type BitRange, rangeArguments } from './bit-range.js';
import { type BitFormat, type BitType, type BitValue, checkOffset, parseRange } from './bit-type.js';

const RANGE: OptionNames<BitRange> = { start: true, end: true, unit: true };

/** @throws RangeError for anything else, also of an untyped caller */
function checkBit(bit: number): 0 | 1 {
  if (bit === 0 || bit === 1) return bit;
  throw new RangeError(`a bit is 0 or 1, not ${shown(bit)}. Give one of these.`);
}

/** Bits and small integers anywhere in one string; what was never written is 0. Offsets count bits from the start. */
export class BitField extends Container {
  readonly type = 'string';

  /** Start a chain with `get`; see `BitFieldOperations`. Nothing is sent before `execute()`. */
  get<T extends BitType>(type: T, offset: number): BitFieldOperations<BitValue<T>> {
    return this.chain().get(type, offset);
  }

  /** Start a chain with `set`; see `BitFieldOperations`. Nothing is sent before `execute()`. */
  set<T extends BitType>(type: T, offset: number, value: number | bigint): BitFieldOperations<BitValue<T>> {
    return this.chain().set(type, offset, value);
  }

  /** Start a chain with `incrementBy`; see `BitFieldOperations`. Nothing is sent before `execute()`. */
  incrementBy<T extends BitType>(
    type: T,
    offset: number,
    by: number | bigint,
    overflow?: Overflow,
  ): BitFieldOperations<BitValue<T>> {
    return this.chain().incrementBy(type, offset, by, overflow);
  }

  /**
   * The unsigned integer of the bits from `start` to before `end`: a bigint when they are more than 53.
   *
   * Redis: BITFIELD_RO GET, O(1), atomic.
   *
   * @throws RangeError unless the range has 1 to 63 bits
   */
  async getBits(start: number, end: number): Promise<number | bigint> {
    const operation = getOperation(parseRange(start, end), start);
    return operation.read(await this.bitField([...operation.args], true))!;
  }

  /**
   * Write an unsigned integer to the bits from `start` to before `end`.
   *
   * Redis: BITFIELD SET, O(1), atomic.
   *
   * @throws RangeError unless the range has 1 to 63 bits and the value fits into it
   */
  async setBits(start: number, end: number, value: number | bigint): Promise<void> {
    await this.write(parseRange(start, end), start, value);
  }

  /**
   * Set the bits from `start` to before `end` to 0.
   *
   * Redis: BITFIELD SET, O(1), atomic.
   *
   * @throws RangeError unless the range has 1 to 63 bits
   */
  async clearBits(start: number, end: number): Promise<void> {
    await this.write(parseRange(start, end), start, 0);
  }

  /**
   * One bit.
   *
   * Redis: GETBIT, O(1), atomic.
   */
  async getBit(offset: number): Promise<0 | 1> {
    return (await this.send('getbit', [checkOffset(offset)])) as 0 | 1;
  }

  /**
   * Write one bit.
   *
   * Redis: SETBIT, O(1), atomic.
   *
   * @returns the bit that was there
   */
  async setBit(offset: number, value: 0 | 1): Promise<0 | 1> {
    return (await this.send('setbit', [checkOffset(offset), checkBit(value)])) as 0 | 1;
  }

  /**
   * How many bits are 1, in all or from `start` to before `end`.
   *
   * Redis: BITCOUNT, O(n), atomic.
   *
   * @throws RangeError for an empty range; UnsupportedError for the unit `bit` before Redis 7
   */
  async bitCount(range: BitRange = {}): Promise<number> {
    return (await this.send(
      'bitcount',
      rangeArguments(this.connection, 'BITCOUNT', knownOptions('bitCount()', range, RANGE), false),
    )) as number;
  }

  /**
   * The offset, from the start of the field, of the first bit that is `bit`; undefined when there is none. The zeros
   * behind the last byte count where no `end` is given and the unit is `byte`.
   *
   * Redis: BITPOS, O(n), atomic.
   *
   * @throws RangeError for an empty range; UnsupportedError for the unit `bit` before Redis 7
   */
  async bitPosition(bit: 0 | 1, range: BitRange = {}): Promise<number | undefined> {
    const args = [
      checkBit(bit),
      ...rangeArguments(this.connection, 'BITPOS', knownOptions('bitPosition()', range, RANGE), true),
    ];
    const position = (await this.send('bitpos', args)) as number;
    return position < 0 ? undefined : position;
  }

  /**
   * All bytes; undefined when there is no key.
   *
   * Redis: GET, O(n), atomic.
   */
  async getRaw(): Promise<Buffer | undefined> {
    return ((await this.sendBuffer('get', [])) as Buffer | null) ?? undefined;
  }

  /**
   * Replace all bytes; when the key goes away stays as it was.
   *
   * Redis: SET with KEEPTTL and GET (so that a key of another type is refused), O(n), atomic.
   */
  async setRaw(bytes: Uint8Array): Promise<void> {
    if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes must be a Buffer. Give Buffer.from(...).');
    await this.sendBuffer('set', [Buffer.from(bytes), 'keepttl', 'get']);
  }

  /**
   * Make `destination`, a bit field or a key, hold the bits that are 1 in this field and in all the others; what it held
   * is gone. A shorter field counts as filled up with zeros.
   *
   * Redis: BITOP AND, O(n), atomic.
   *
   * @returns the destination
   * @throws CrossSlotError on a cluster, when the keys are in different slots
   */
  async andStore(destination: Destination<BitField>, ...others: Others<BitField>): Promise<BitField> {
    return this.combine('and', destination, others);
  }

  /**
   * The same with the bits that are 1 in this field or in one of the others.
   *
   * Redis: BITOP OR, O(n), atomic.
   *
   * @returns the destination
   * @throws CrossSlotError on a cluster, when the keys are in different slots
   */
  async orStore(destination: Destination<BitField>, ...others: Others<BitField>): Promise<BitField> {
    return this.combine('or', destination, others);
  }

  /**
   * The same with the bits that are 1 in an odd number of the fields.
   *
   * Redis: BITOP XOR, O(n), atomic.
   *
   * @returns the destination
   * @throws CrossSlotError on a cluster, when the keys are in different slots
   */
  async xorStore(destination: Destination<BitField>, ...others: Others<BitField>): Promise<BitField> {
    return this.combine('xor', destination, others);
  }

  /**
   * Make `destination` hold the bits of this field, each turned into the other; what it held is gone.
   *
   * Redis: BITOP NOT, O(n), atomic.
   *
   * @returns the destination
   * @throws CrossSlotError on a cluster, when the keys are in different slots
   */
  async notStore(destination: Destination<BitField>): Promise<BitField> {
    return this.combine('not', destination, []);
  }

  private async combine(operator: string, destination: Destination<BitField>, args: Others<BitField>) {
    const target = destination instanceof BitField ? destination : new BitField(this.connection, destination);
    const [to, ...keys] = this.together([target, ...othersOf(`${operator}Store()`, args)]) as [string, ...string[]];
    await this.transmit('bitop', [operator, to, this.key, ...keys], keys);
    return target;
  }

  private async write(format: BitFormat, start: number, value: number | bigint): Promise<void> {
    await this.bitField([...setOperation(format, start, value).args]);
  }

  private chain(): BitFieldOperations {
    return new BitFieldOperations((args, reads) => this.bitField(args, reads));
  }

  private async bitField(args: readonly Argument[], reads = false): Promise<unknown[]> {
    return (await this.send(reads ? 'bitfield_ro' : 'bitfield', args)) as unknown[];
  }
}
