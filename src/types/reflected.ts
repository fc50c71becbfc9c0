import { bigint } from './bigint.js';
import { boolean } from './boolean.js';
import { bytes } from './bytes.js';
import { datetime } from './datetime.js';
import type { FieldType } from './field-type.js';
import { float } from './float.js';
import { text } from './text.js';

/** The types that a plain `@Field()` chooses from. */
const REFLECTED = [text, float, boolean, datetime, bigint, bytes] as readonly FieldType[];

/** The type of a field whose property is of what the compiler says, or undefined. */
export const reflectedType = (emitted: unknown): FieldType | undefined =>
  REFLECTED.find(({ reflected }) => reflected?.includes(emitted));
