import type { ValidationIssue } from '../errors/issues.js';
import { SchemaError, ValidationError } from '../errors/model.js';
import { Analyzer, type AnalyzerOptions } from '../text/analyzer.js';
import { EXPECTED_TEXT, encodeTerms, isTooLong, MOST_TERMS } from '../text/terms.js';
import { describe } from './describe.js';
import type { FieldSchema } from './schema.js';

/** What `@FullText()` takes. */
export interface FullTextOptions extends AnalyzerOptions {
  /** `*end` finds words by their ends; takes a second dictionary @default false */
  readonly suffix?: boolean | undefined;
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

// fields are known before their indexes are
const analyzers = new WeakMap<FieldSchema, Analyzer>();

/** What a full-text index has against a value. */
export function textIssues(field: FieldSchema, value: unknown): ValidationIssue[] {
  // most texts are too short to have so many words
  const analyzer = typeof value === 'string' && value.length > MOST_TERMS ? analyzers.get(field) : undefined;
  if (!analyzer || !isTooLong(analyzer, value as string)) return [];
  return [{ field: field.property, expected: EXPECTED_TEXT, found: 'one of more' }];
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

/** What stands before the name of a text in that of its words; `~title` alone is what a getter gives, or a text without its case. */
export const WORDS = '~~';

/** What `@FullText(options)` makes of a field. */
export function compileFullText(model: string, field: FieldSchema, options: FullTextOptions): FullTextSchema {
  const name = `${model}.${field.property}`;
  if (field.codec.name !== 'text')
    throw new SchemaError(
      `${name}: @FullText() is for text, and the field is of type ${field.codec.name}. Use Field.text().`,
    );
  const analyzer = analyzerOf(name, options);
  const { suffix = false } = options;
  if (typeof suffix !== 'boolean')
    throw new SchemaError(`${name}: suffix is true or false, not ${describe(suffix)}. Give one of them.`);
  analyzers.set(field, analyzer);
  const terms = (value: string) => {
    // what a getter gives was not asked for by anybody
    const issues = textIssues(field, value);
    if (issues.length > 0) throw new ValidationError(model, issues);
    return encodeTerms(analyzer, value);
  };
  return Object.freeze({ field, stored: `${WORDS}${field.stored}`, analyzer, suffix, terms });
}
