import { schemaError } from '../scripts/schema-changed.js';
import { wordsCut } from '../scripts/words-cut.js';

/**
 * A search that the server refuses: of an index that another program has declared differently, and written to, since the gate last asked; or one
 * that leaves out more words than it looks up.
 */
export const refuseSearch = (error: unknown): never => {
  throw wordsCut(error) ?? schemaError(error);
};
