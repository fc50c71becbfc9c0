import { ConnectionError } from '../errors/connection.js';
import type { RedstartError } from '../errors/error.js';
import { type SchemaChange, SchemaChangedError } from '../errors/model.js';
import { NotIndexedError } from '../errors/query.js';

/** What Node says of an address at which there is no server. */
const NOBODY: readonly unknown[] = ['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN'];

// the command builds what the server knows: of a new index it has to hear by a program first
const isKnown = ({ kind, there }: SchemaChange): boolean => kind === 'index' && there !== undefined;

/** The message of an error. Where its way out is a call of a program, and a command line has another one, it says that. */
export function inCommandWords(error: RedstartError): string {
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  if (error instanceof ConnectionError && NOBODY.includes(code))
    return `No connection to ${error.server} (${code}). Start a server there, or name another one by --url or in REDIS_URL.`;
  if (error instanceof SchemaChangedError && error.changes.every(isKnown))
    return new SchemaChangedError(error.model, error.changes, `npx redstart reindex ${error.model}`).message;
  if (error instanceof NotIndexedError && error.otherwise !== undefined) {
    const { model, field, operator, remedy } = error;
    return new NotIndexedError(model, field, operator, remedy, 'let --scan read every entity').message;
  }
  return error.message;
}
