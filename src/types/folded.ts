import type { FieldType } from './field-type.js';
import { text } from './text.js';

/** A text without its case: in lower case, composed as NFC says, so that what looks alike is one text. */
const foldCase = (value: string): string => value.toLowerCase().normalize('NFC');

/** Text that is stored and compared without its case. */
export const foldedText: FieldType<string> = { ...text, encode: foldCase };
