import { compileSchema } from '../../src/schema/compile/schema.js';
import type { Schema } from '../../src/schema/schema.js';

type AnyClass = Parameters<typeof compileSchema>[0];

/** The schema of a class that needs no database. */
export const schemaOf = (target: AnyClass): Schema => compileSchema(target, 'test');

/** The message of the SchemaError that a class gives. */
export function mistakeOf(target: unknown): string {
  try {
    schemaOf(target as AnyClass);
  } catch (error) {
    expect(error).toMatchObject({ name: 'SchemaError', code: 'SCHEMA' });
    return (error as Error).message;
  }
  throw new Error('The class was accepted.');
}
