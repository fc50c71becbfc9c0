import { Container } from './container.js';
import { checkItem, type Item } from './item.js';

/**
 * How many different values were seen, in 12 KiB however many there are, with a standard error of 0.81 %.
 * A value and its decimal form are the same: `1` and `'1'` count once.
 */
export class HyperLogLog extends Container {
  protected readonly type: string = 'string';

  /**
   * Count values.
   *
   * Redis: PFADD, O(1) per value, atomic.
   *
   * @returns whether the estimate has changed
   * @throws TypeError for NaN and infinite numbers
   */
  async add(...values: readonly Item[]): Promise<boolean> {
    if (values.length === 0) return false;
    return (await this.send('pfadd', ...values.map(checkItem))) === 1;
  }

  /**
   * The estimated number of different values.
   *
   * Redis: PFCOUNT, O(1).
   */
  async size(): Promise<number> {
    return (await this.send('pfcount')) as number;
  }

  /**
   * Count here what the others have counted too; a value that several have seen counts once.
   *
   * Redis: PFMERGE, O(n) for n others, atomic.
   *
   * @throws CrossSlotError
   */
  async merge(...others: readonly HyperLogLog[]): Promise<void> {
    if (others.length > 0) await this.mergeInto(this.key, [this, ...others]);
  }

  /**
   * Merge this and the others at `destination`; what was counted there already is kept.
   *
   * Redis: PFMERGE, O(n) for n others, atomic.
   *
   * @throws CrossSlotError
   */
  async mergeStore(destination: string, ...others: readonly HyperLogLog[]): Promise<HyperLogLog> {
    await this.mergeInto(destination, [this, ...others]);
    return new HyperLogLog(this.connection, destination);
  }

  private mergeInto(destination: string, sources: readonly HyperLogLog[]): Promise<unknown> {
    const keys = [destination, ...sources.map((s) => s.key)];
    return this.guard(this.connection.send('pfmerge', keys), keys);
  }
}
