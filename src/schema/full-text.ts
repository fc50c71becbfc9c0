import { SchemaError } from '../errors/model.js';
import { Analyzer, type AnalyzerOptions } from '../text/analyzer.js';
import { encodeTerms } from '../text/terms.js';
import { describe } from './describe.js';
import type { FieldSchema } from './schema.js';

/** What `@FullText()` takes. */
export interface FullTextOptions extends AnalyzerOptions {
  /** `*end` finds words by their ends; takes a second dictionary @default false */
  readonly suffix?: boolean;
}

/** A full-text index: the terms of a field are stored beside it. */
export interface FullTextSchema {
  readonly field: FieldSchema;
  /** the stored name of the terms */
  readonly stored: string;
  readonly analyzer: Analyzer;
  readonly suffix: boolean;
  /** The terms of a stored value, as the server takes them. */
  terms(value: string): string;
}

function analyzerOf(name: string, options: FullTextOptions): Analyzer {
  if (typeof options !== 'object' || options === null)
    throw new SchemaError(`${name}: @FullText() takes options, not ${describe(options)}. Leave them out.`);
  try {
    return new Analyzer(options);
  } catch (error) {
    throw new SchemaError(`${name}: @FullText(): ${(error as Error).message}`);
  }
}

/** What `@FullText(options)` makes of a field; what other indexes of it read may be a derived column, whose name is taken. */
export function compileFullText(
  model: string,
  field: FieldSchema,
  column: FieldSchema,
  options: FullTextOptions,
): FullTextSchema {
  const name = `${model}.${field.property}`;
  if (field.codec.name !== 'text')
    throw new SchemaError(
      `${name}: @FullText() is for text, and a field of type ${field.codec.name} is none. Use Field.text().`,
    );
  const analyzer = analyzerOf(name, options);
  const { suffix = false } = options;
  if (typeof suffix !== 'boolean')
    throw new SchemaError(`${name}: suffix is true or false, not ${describe(suffix)}. Give one of them.`);
  const terms = (value: string) => encodeTerms(analyzer, value);
  return Object.freeze({ field, stored: `~${column.stored}`, analyzer, suffix, terms });
}
