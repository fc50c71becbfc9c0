import { ValidationError } from '../../errors/model.js';
import { scriptFailure } from '../../scripts/run.js';
import { decodeNames, nodeTitle } from './path.js';

/** Say what is wrong where a script refused to write; every other error goes on as it is. */
export function refuse(key: string, error: unknown): never {
  const failure = scriptFailure(error);
  const issue = (field: string, expected: string, found: unknown) =>
    new ValidationError(nodeTitle(key), [{ field, expected, found: String(found) }]);
  if (failure?.code === 'NO_OBJECT') {
    const [path, found] = failure.facts as [string, string];
    const above = path === '' ? 'the root' : decodeNames(path.slice(1)).join('.');
    throw issue(above, 'an object to stand above it', found);
  }
  if (failure?.code === 'NO_NUMBER') throw issue('value', 'a number to add to', failure.facts[0]);
  if (failure?.code === 'OUT_OF_RANGE')
    throw new RangeError(`${nodeTitle(key)} cannot hold the sum, which would be infinite. Set it instead.`);
  throw error;
}
