import { ConnectionError } from '../../errors/connection.js';
import { UnavailableError } from '../../errors/server.js';
import { isOf } from '../../util/thrown.js';

/**
 * Whether an error is about the way to the server, or about a server that cannot answer just now, rather than about the
 * command: then the same command may succeed a little later.
 */
export function isConnectionError(error: unknown): boolean {
  return isOf(error, ConnectionError, UnavailableError);
}
