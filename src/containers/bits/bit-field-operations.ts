import type { Argument } from '../../redis/connection/connection.js';
import {
  type BitOperation,
  compileOperations,
  getOperation,
  incrementOperation,
  type Overflow,
  readReplies,
  setOperation,
} from './bit-operation.js';
import { type BitType, type BitValue, parseType } from './bit-type.js';

/** Sends one BITFIELD with these arguments, or BITFIELD_RO. */
type SendBitField = (args: Argument[], reads: boolean) => Promise<unknown>;

/**
 * Operations on the integers of a bit field that run together when `execute()` is called. Each call gives a new chain
 * and leaves the one before as it was; wrong types, offsets and values are refused here, before anything is sent.
 */
export class BitFieldOperations<R = never> {
  constructor(
    private readonly sendBitField: SendBitField,
    private readonly operations: readonly BitOperation[] = [],
  ) {}

  /**
   * Read an integer at an offset in bits.
   *
   * @throws RangeError for a type or an offset that the server does not know
   */
  get<T extends BitType>(type: T, offset: number): BitFieldOperations<R | BitValue<T>> {
    return this.with(getOperation(parseType(type), offset));
  }

  /**
   * Write an integer at an offset in bits; gives the one that was there.
   *
   * @throws RangeError when the value does not fit the type
   */
  set<T extends BitType>(type: T, offset: number, value: number | bigint): BitFieldOperations<R | BitValue<T>> {
    return this.with(setOperation(parseType(type), offset, value));
  }

  /**
   * Add to an integer at an offset in bits; gives the new one, undefined where `FAIL` refused it.
   *
   * @param overflow what a result outside the type does: start over from the other end (`WRAP`), stay at the end
   *   (`SAT`), or leave the integer as it is (`FAIL`). It counts for this operation alone.
   */
  incrementBy<T extends BitType>(
    type: T,
    offset: number,
    by: number | bigint,
    overflow: Overflow = 'WRAP',
  ): BitFieldOperations<R | BitValue<T>> {
    return this.with(incrementOperation(parseType(type), offset, by, overflow));
  }

  /**
   * Run the operations in their order.
   *
   * Redis: BITFIELD, O(operations), atomic; BITFIELD_RO, which replicas take, when all of them read.
   *
   * @returns what each gave: a bigint for types wider than 53 bits, undefined where `FAIL` refused an increment
   */
  async execute(): Promise<(R | undefined)[]> {
    const reads = this.operations.every((operation) => operation.reads);
    const replies = (await this.sendBitField(compileOperations(this.operations), reads)) as unknown[];
    return readReplies(this.operations, replies) as (R | undefined)[];
  }

  private with<N>(operation: BitOperation): BitFieldOperations<N> {
    return new BitFieldOperations<N>(this.sendBitField, [...this.operations, operation]);
  }
}
