import type { Argument } from '../../redis/connection/connection.js';
import { natural } from '../../util/check.js';
import { exactId, type TimeId } from './id.js';

/** Which messages may stay. */
export interface TrimOptions<Id = string> {
  /** Keep so many of the newest. */
  readonly maxLength?: number | undefined;
  /** Keep those from this id on. */
  readonly minId?: Id | undefined;
  /** Let the server keep a few more, which is much cheaper. @default true */
  readonly approximate?: boolean | undefined;
  /** Remove at most so many in this call; only when approximate. */
  readonly limit?: number | undefined;
}

const limitArgs = (limit: number | undefined, approximate: boolean): Argument[] => {
  if (limit === undefined) return [];
  if (!approximate) throw new RangeError('limit works only when approximate. Leave one of the two out.');
  return ['LIMIT', natural('limit', limit)];
};

/** `MAXLEN ~ 1000` and its siblings; nothing when nothing is to be removed. */
export function trimArgs({ maxLength, minId, approximate = true, limit }: TrimOptions<TimeId>): Argument[] {
  if (maxLength !== undefined && minId !== undefined)
    throw new TypeError('maxLength and minId exclude each other. Give one of them.');
  const tail = [approximate ? '~' : '='];
  if (maxLength !== undefined)
    return ['MAXLEN', ...tail, natural('maxLength', maxLength), ...limitArgs(limit, approximate)];
  return minId === undefined ? [] : ['MINID', ...tail, exactId(minId), ...limitArgs(limit, approximate)];
}
