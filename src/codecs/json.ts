import type { Codec } from './codec.js';
import { type SchemaIssue, type StandardSchema, validateNow } from './standard-schema.js';

const describe = ({ message, path }: SchemaIssue): string =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`;

function check<T>(schema: StandardSchema<T>, value: unknown): T {
  const verdict = validateNow(schema, value);
  if (!verdict) throw new TypeError('the schema is asynchronous; a codec needs a synchronous one');
  if (verdict.issues) throw new TypeError(verdict.issues.map(describe).join('; '));
  return verdict.value;
}

/**
 * Values as JSON. With a schema (Standard Schema: zod, valibot, arktype ...) they are checked when they are read, and
 * before they are written: nothing is stored that could not be read again.
 *
 * Two values are the same member or element when their JSON is the same text.
 */
export function json<T>(schema?: StandardSchema<T>): Codec<T> {
  const read = (stored: string): T => (schema ? check(schema, JSON.parse(stored)) : (JSON.parse(stored) as T));
  return {
    encode(value) {
      const stored = JSON.stringify(value);
      if (stored === undefined) throw new TypeError(`expected a value that JSON knows, found ${typeof value}`);
      if (schema) read(stored);
      return stored;
    },
    decode: read,
  };
}
