import { NotFoundError } from '../errors/model.js';
import type { Connection } from '../redis/connection/connection.js';
import type { Request } from './request.js';

/**
 * Answer from a stored query, which must be there: what is there behind the answer was there as it was read. Sent along, so that it
 * takes no round trip more.
 *
 * @throws NotFoundError
 */
export async function whileStored<T>(
  connection: Connection,
  { stored }: Pick<Request, 'stored'>,
  answer: () => Promise<T>,
): Promise<T> {
  if (!stored) return answer();
  const [given, isThere] = await Promise.all([answer(), connection.send('exists', [stored.key])]);
  if (isThere === 1) return given;
  throw new NotFoundError(stored.model, undefined, stored.name);
}
