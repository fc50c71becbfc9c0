import { natural, positive } from '../../util/check.js';
import type { OptionNames } from '../../util/options.js';
import { checkText } from '../arguments.js';
import { type Conditions, conditionArguments } from '../conditions.js';
import { ValueContainer } from '../value-container.js';

const SINCE_7_4 = 'Redis 7.4 or later, or Valkey 9.0';
const SINCE_8_0 = 'Redis 8.0 or later, or Valkey 9.0';
export const HPEXPIRE = { command: 'HPEXPIRE', needs: SINCE_7_4 };
const HPTTL = { command: 'HPTTL', needs: SINCE_7_4 };
const HGETEX = { command: 'HGETEX', needs: SINCE_8_0 };
const HGETDEL = { command: 'HGETDEL', needs: 'Redis 8.0 or later, or Valkey 9.1' };

export interface FieldTtlOptions {
  /** milliseconds until the fields go away, each for itself @default for ever, which takes away a ttl that they had */
  readonly ttl?: number | undefined;
}

/** The names of what a ttl of fields takes. */
export const FIELD_TTL: OptionNames<FieldTtlOptions> = { ttl: true };

/** What the server answers for a field whose ttl it has changed, and for one that it deleted as the ttl was 0. */
const CHANGED: readonly unknown[] = [1, 2];

const oneField = (field: string) => ['fields', 1, checkText('field', field)];

/** What a hash does with the ttl of single fields. */
export abstract class ExpiringFields<T> extends ValueContainer<T> {
  readonly type = 'hash';

  /**
   * Let a field go away after a number of milliseconds, or keep it for as long as the hash (`null`). The conditions are
   * those of `expire()`.
   *
   * Redis: HPEXPIRE or HPERSIST, O(1), atomic.
   *
   * @returns whether that changed anything: false without the field, and for `null` without a ttl
   * @throws UnsupportedError before Redis 7.4 and Valkey 9
   */
  async expireField(field: string, ttl: number | null, conditions: Conditions = {}): Promise<boolean> {
    const reply =
      ttl === null
        ? this.send('hpersist', oneField(field))
        : this.send('hpexpire', [
            natural('ttl', ttl),
            ...conditionArguments('expireField()', conditions),
            ...oneField(field),
          ]);
    const [answer] = (await this.newer(reply, HPEXPIRE)) as unknown[];
    return CHANGED.includes(answer);
  }

  /**
   * Milliseconds until a field goes away; undefined when none are set, or when there is no such field.
   *
   * Redis: HPTTL, O(1), atomic.
   *
   * @throws UnsupportedError before Redis 7.4 and Valkey 9
   */
  async fieldTtl(field: string): Promise<number | undefined> {
    const [left] = (await this.newer(this.send('hpttl', oneField(field)), HPTTL)) as number[];
    return left! < 0 ? undefined : left;
  }

  /**
   * The value of a field, whose ttl is set anew, or is no more (`null`); undefined when there is no such field.
   *
   * Redis: HGETEX, O(1), atomic.
   *
   * @throws UnsupportedError before Redis 8 and Valkey 9; CodecError when the codec cannot read it
   */
  async getAndExpire(field: string, ttl: number | null): Promise<T | undefined> {
    const expiry = ttl === null ? ['persist'] : ['px', positive('ttl', ttl)];
    const reply = await this.newer(this.ask('hgetex', [...expiry, ...oneField(field)]), HGETEX);
    return this.decodeOptional((reply as unknown[])[0], field);
  }

  /**
   * Take a field out; undefined when there is no such field.
   *
   * Redis: HGETDEL, O(1), atomic.
   *
   * @throws UnsupportedError before Redis 8 and Valkey 9.1; CodecError, which carries the value, when the codec cannot
   *   read it
   */
  async getAndDelete(field: string): Promise<T | undefined> {
    const reply = await this.newer(this.ask('hgetdel', oneField(field)), HGETDEL);
    return this.decodeTakenOne((reply as unknown[])[0], field);
  }
}
