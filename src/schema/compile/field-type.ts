import { SchemaError } from '../../errors/model.js';
import type { FieldType } from '../../types/field-type.js';
import { reflectedType } from '../../types/reflected.js';
import type { FieldDraft } from '../draft.js';

const nameOf = (reflected: unknown): string => (typeof reflected === 'function' ? reflected.name : String(reflected));

/** The type that a field names, or that fits what the compiler says of its property. */
export function typeOf(model: string, { property, type, reflected }: FieldDraft): FieldType {
  const found = type ?? reflectedType(reflected);
  if (found) return found;
  const said =
    reflected === undefined
      ? 'the compiler emitted no type for it (esbuild never does, tsc and swc with emitDecoratorMetadata)'
      : `the compiler says its type is ${nameOf(reflected)}, as it does for unions, interfaces and aliases`;
  throw new SchemaError(
    `${model}.${property}: @Field() cannot tell how to store it, because ${said}. Name the type: Field.text(), Field.integer(), Field.datetime(), Field.enum([...]) and so on.`,
  );
}
