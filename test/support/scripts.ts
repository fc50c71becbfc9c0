import { createHash } from 'node:crypto';
import type { Script } from '../../src/scripts/script.js';

function script<const K extends string, const A extends string>(
  name: string,
  keys: readonly K[],
  args: readonly A[],
  source: string,
  readOnly = false,
) {
  const sha1 = createHash('sha1').update(source).digest('hex');
  return { name, keys, args, source, sha1, readOnly } satisfies Script;
}

/** Scripts that stand for the library's own where a test is about running them. */
export const addTo = script('add_to', ['counter'], ['amount'], "return redis.call('INCRBY', KEYS[1], ARGV[1])");
export const readFrom = script('read_from', ['counter'], [], "return redis.call('GET', KEYS[1])", true);
export const refuse = script('refuse', [], ['fact'], "return redis.error_reply('REFUSED [\"' .. ARGV[1] .. '\",7]')");
