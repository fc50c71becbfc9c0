import type { Codec } from './codec.js';
import type { StandardResult, StandardSchema } from './standard-schema.js';

const describe = ({ message, path = [] }: { message: string; path?: readonly unknown[] | undefined }): string =>
  path.length === 0 ? message : `${path.map(segment).join('.')}: ${message}`;

const segment = (part: unknown): string =>
  String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part);

function settled<T>(result: StandardResult<T> | Promise<StandardResult<T>>): StandardResult<T> {
  if (result instanceof Promise) throw new TypeError('the schema is asynchronous; a codec needs a synchronous one');
  return result;
}

function validate<T>(schema: StandardSchema<T>, value: unknown): T {
  const result = settled(schema['~standard'].validate(value));
  if (result.issues) throw new TypeError(result.issues.map(describe).join('; '));
  return result.value;
}

/**
 * Values as JSON. With a schema (Standard Schema: zod, valibot, arktype ...) they are checked when they are read, and
 * before they are written: nothing is stored that could not be read again.
 *
 * Two values are the same member or element when their JSON is the same text.
 */
export function json<T>(schema?: StandardSchema<T>): Codec<T> {
  const read = (stored: string): T => (schema ? validate(schema, JSON.parse(stored)) : (JSON.parse(stored) as T));
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
