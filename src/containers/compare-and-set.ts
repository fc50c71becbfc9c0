import type { Argument, Connection } from '../redis/connection/connection.js';
import { explainTypes } from '../redis/wrong-type.js';
import { compareAndSet as script } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { checkText } from './arguments.js';
import { checkItem, type Item } from './item.js';

/** Whether there is a value, and the value. */
const optional = (item: Item | undefined): [present: number, value: Argument] =>
  item === undefined ? [0, ''] : [1, checkItem(item)];

/**
 * Change the string at a key if it is `expected`, byte by byte; undefined: if there is no key. `next` undefined deletes
 * the key. When the key goes away stays as it was.
 *
 * Redis: one script, O(1), atomic.
 *
 * @returns whether it was changed
 * @throws WrongTypeError when the key does not hold a string
 */
export async function compareAndSet(
  connection: Connection,
  key: string,
  expected: Item | undefined,
  next: Item | undefined,
): Promise<boolean> {
  const [expects, before] = optional(expected);
  const [keeps, after] = optional(next);
  const input = {
    keys: { key: checkText('key', key) },
    args: { expects, expected: before, keeps, next: after },
  };
  const changed = await run(connection, script, input).catch((error) =>
    explainTypes(connection, error, [[key, 'string']]),
  );
  return changed === 1;
}
