import type { FieldCodec } from '../../codecs/codec.js';
import { SchemaError } from '../../errors/model.js';
import { boolean } from '../../types/boolean.js';
import { datetime } from '../../types/datetime.js';
import { float } from '../../types/float.js';
import { text } from '../../types/text.js';
import type { FieldDraft } from '../draft.js';

const REFLECTED = new Map<unknown, FieldCodec>([
  [String, text],
  [Number, float],
  [Boolean, boolean],
  [Date, datetime],
] as [unknown, FieldCodec][]);

const nameOf = (reflected: unknown): string => (typeof reflected === 'function' ? reflected.name : String(reflected));

/** The codec that a field names, or that fits what the compiler says of its property. */
export function codecOf(model: string, { property, codec, reflected }: FieldDraft): FieldCodec {
  const found = codec ?? REFLECTED.get(reflected);
  if (found) return found;
  const said =
    reflected === undefined
      ? 'the compiler emitted no type for it (esbuild never does, tsc and swc with emitDecoratorMetadata)'
      : `the compiler says its type is ${nameOf(reflected)}, as it does for unions, interfaces and aliases`;
  throw new SchemaError(
    `${model}.${property}: @Field() cannot tell how to store it, because ${said}. Name the type: Field.text(), Field.integer(), Field.datetime(), Field.enum([...]) and so on.`,
  );
}
