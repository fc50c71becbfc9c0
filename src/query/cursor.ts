import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { QueryError } from '../errors/query.js';
import type { Request } from '../plan/request.js';

/** Where a page ends: its row, and what that is sorted by. */
export interface Position {
  readonly id: string;
  readonly keys: readonly (string | false)[];
}

const ALGORITHM = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/** Models, conditions and order of a query: its cursors can be read with the same ones alone. */
function keyOf({ models, plan, order }: Request): Buffer {
  const asked = JSON.stringify([models.map(({ key }) => key), plan ?? null, order]);
  return createHash('sha256').update('redstart cursor').update(asked).digest();
}

/**
 * A position as text for the world outside: sealed with a key that is made of the query itself (AES-256-GCM, its nonce derived from
 * what is sealed), so that a changed cursor, or one of another query, is recognised, and no value can be read in it.
 */
export function sealCursor(request: Request, position: Position | undefined): string {
  const key = keyOf(request);
  const text = JSON.stringify(position ? [position.id, ...position.keys] : []);
  const nonce = createHmac('sha256', key).update(text).digest().subarray(0, NONCE);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

function unseal(key: Buffer, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  // what base64 skips, or spells in another way, is a change as well
  if (bytes.toString('base64url') !== cursor || bytes.length <= NONCE + TAG) throw new TypeError('no cursor');
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAuthTag(bytes.subarray(-TAG));
  return decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8');
}

/**
 * The position that a cursor stands for; undefined for where the rows begin.
 *
 * @throws QueryError for what is not a cursor of this query
 */
export function openCursor(request: Request, cursor: string): Position | undefined {
  try {
    const [id, ...keys] = JSON.parse(unseal(keyOf(request), cursor)) as [string?, ...(string | false)[]];
    return id === undefined ? undefined : { id, keys };
  } catch {
    throw new QueryError(
      'page() was given a cursor that is not of this query, or that was changed. Give the `next` or `previous` of a page with the same conditions and order, or begin with the first page.',
    );
  }
}
