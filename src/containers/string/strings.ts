import type { Connection } from '../../redis/connection/connection.js';
import { checkSameSlot } from '../../redis/slot.js';
import { oneOf } from '../../util/check.js';
import { knownOptions } from '../../util/options.js';
import { showBy } from '../../util/shown.js';
import { checkText } from '../arguments.js';
import { checkItem, type Item } from '../item.js';
import { pairsOf } from '../pairs.js';
import { inPortions, PORTION, refuseMany } from '../portions.js';
import { type Several, several } from '../variadic.js';

export interface SetManyOptions {
  /** set all of them, and only when none of the keys exists (`new`) @default whatever is there */
  readonly only?: 'new' | undefined;
}

/** Keys with their values: an object, a Map, or anything else that gives pairs. */
export type StringValues =
  | Readonly<Record<string, Item>>
  | ReadonlyMap<string, Item>
  | Iterable<readonly [string, Item]>;

const ONLY = { new: 'new' } as const;

/** Plain strings under many keys at once. */
export class Strings {
  static {
    showBy(Strings, () => []);
  }

  constructor(private readonly connection: Connection) {}

  /**
   * The values of some keys in their order; undefined where there is none, or something that is not a string.
   *
   * Redis: MGET, O(keys), atomic up to 10,000 keys; in commands of that size beyond.
   *
   * @throws CrossSlotError on a cluster, when the keys are in different slots
   */
  async getMany(keys: Several<string>): Promise<(string | undefined)[]> {
    const names = several('keys', keys).map((key) => checkText('key', key));
    checkSameSlot(this.connection, names);
    const ask = (part: readonly string[]) => this.connection.send('mget', [...part]) as Promise<(string | null)[]>;
    const found = await inPortions(this.connection, names, PORTION, ask);
    return found.flat().map((value) => value ?? undefined);
  }

  /**
   * Set the values of some keys, of whatever type they are; their ttls go. With `only: 'new'` all or none.
   *
   * Redis: MSET, or MSETNX for new ones, O(keys), atomic. MSET is atomic up to 10,000 keys; more go in commands of that
   * size.
   *
   * @returns whether they were set: false only when `only` stood against it
   * @throws CrossSlotError on a cluster, when the keys are in different slots; RangeError for more than 10,000 new ones
   */
  async setMany(values: StringValues, options: SetManyOptions = {}): Promise<boolean> {
    const { only } = knownOptions('setMany()', options, { only: true });
    const args: (string | number | Buffer)[] = [];
    const keys: string[] = [];
    for (const [key, value] of pairsOf<string, Item>('values', values)) {
      keys.push(checkText('key', key));
      args.push(key, checkItem(value));
    }
    checkSameSlot(this.connection, keys);
    if (only !== undefined && oneOf('only', only, ONLY)) return this.setNew(args);
    await inPortions(this.connection, args, 2 * PORTION, (part) => this.connection.send('mset', [...part]));
    return true;
  }

  private async setNew(args: (string | number | Buffer)[]): Promise<boolean> {
    refuseMany("setMany() with only: 'new'", args.length / 2);
    return args.length === 0 || (await this.connection.send('msetnx', args)) === 1;
  }
}
