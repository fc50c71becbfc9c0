// The containers of a session that are strings to the server (see containers.ts).
import type { BitField } from '../containers/bits/bit-field.js';
import type { Overflow } from '../containers/bits/bit-operation.js';
import type { BitType } from '../containers/bits/bit-type.js';
import type { HyperLogLog } from '../containers/hyper-log-log.js';
import type { Item } from '../containers/item.js';
import type { RedisString, SetOptions } from '../containers/string/redis-string.js';
import type { Values } from '../containers/variadic.js';
import { integer } from '../util/check.js';
import { showBy } from '../util/shown.js';
import type { ContainerPlace } from './places.js';
import type { Queue } from './queue.js';

/** One value under one key, which is written with the entities of the session. */
export class SessionString<T = string> {
  static {
    showBy(SessionString, ({ key }) => [key]);
  }

  readonly key: string;
  private readonly string: RedisString<T>;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    private readonly place: ContainerPlace<RedisString<T>>,
  ) {
    this.key = place.key;
    this.string = place.open(queue.recorder('string', place.owner));
  }

  /** Set the value; its ttl goes unless it is kept. Redis: SET with the flush, which is refused where the key has another type. */
  set(value: T, options?: SetOptions): void {
    this.queue.call(() => this.string.set(value, options));
  }

  /** Add a whole number to the value, which counts from 0. Redis: INCRBY with the flush, which is refused beyond 2^53 and where it is not a whole number. */
  increment(by = 1): void {
    const { key, owner } = this.place;
    this.queue.add({ type: 'string', key, command: 'incrby', args: [integer('by', by)], owner });
  }
}

/** Bits and small integers in one string, which are written with the entities of the session. */
export class SessionBitField {
  static {
    showBy(SessionBitField, ({ key }) => [key]);
  }

  readonly key: string;
  private readonly bits: BitField;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    place: ContainerPlace<BitField>,
  ) {
    this.key = place.key;
    this.bits = place.open(queue.recorder('string', place.owner));
  }

  /** Write an integer at an offset in bits. Redis: BITFIELD SET with the flush. */
  set(type: BitType, offset: number, value: number | bigint): void {
    this.queue.call(async () => this.bits.set(type, offset, value).execute());
  }

  /** Add to an integer at an offset in bits; `overflow` as in `BitField`. Redis: BITFIELD INCRBY with the flush. */
  incrementBy(type: BitType, offset: number, by: number | bigint, overflow?: Overflow): void {
    this.queue.call(async () => this.bits.incrementBy(type, offset, by, overflow).execute());
  }

  /** Write an unsigned integer to the bits from `start` to before `end`. Redis: BITFIELD SET with the flush. */
  setBits(start: number, end: number, value: number | bigint): void {
    this.queue.call(() => this.bits.setBits(start, end, value));
  }

  /** Set the bits from `start` to before `end` to 0. Redis: BITFIELD SET with the flush. */
  clearBits(start: number, end: number): void {
    this.queue.call(() => this.bits.clearBits(start, end));
  }

  /** Write one bit. Redis: SETBIT with the flush. */
  setBit(offset: number, value: 0 | 1): void {
    this.queue.call(() => this.bits.setBit(offset, value));
  }

  /** Replace all bytes. Redis: SET with KEEPTTL with the flush. */
  setRaw(bytes: Uint8Array): void {
    this.queue.call(() => this.bits.setRaw(bytes));
  }
}

/** An estimate of how many different values were seen, which are counted with the entities of the session. */
export class SessionHyperLogLog {
  static {
    showBy(SessionHyperLogLog, ({ key }) => [key]);
  }

  readonly key: string;
  private readonly seen: HyperLogLog;

  /** @internal */
  constructor(
    private readonly queue: Queue,
    place: ContainerPlace<HyperLogLog>,
  ) {
    this.key = place.key;
    this.seen = place.open(queue.recorder('HyperLogLog', place.owner));
  }

  /** Count values: one by one, or all in one iterable. Redis: PFADD with the flush. */
  add(...values: Values<Item>): void {
    this.queue.call(() => this.seen.add(...values));
  }
}
