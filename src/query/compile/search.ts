import { NotIndexedError, QueryError } from '../../errors/query.js';
import type { Plan } from '../../plan/plan.js';
import { checkOptions } from '../../schema/check-options.js';
import { describe } from '../../schema/describe.js';
import type { FullTextSchema } from '../../schema/full-text.js';
import type { Schema } from '../../schema/schema.js';
import { planText, type TextIndexPlan } from '../../text/plan.js';
import type { TermQuery } from '../../text/query.js';
import { readSearch, type SearchSyntax } from '../../text/search.js';
import type { OptionNames } from '../../util/options.js';
import type { ConditionData } from '../condition.js';
import { unknownField } from '../field-reference.js';
import { isPlainObject } from '../plain-object.js';

/** How a search over all full-text fields is read and weighed. */
export interface TextSearchOptions extends SearchSyntax {
  /** What the score of a word counts for in each field, by property. @default 1 */
  readonly boosts?: Readonly<Record<string, number>> | undefined;
}

const SEARCH: OptionNames<TextSearchOptions> = { boosts: true, defaultConjunction: true, syntax: true };

export type SearchCondition = Extract<ConditionData, { kind: 'search' }>;

/** A search in the terms of the fields that are searched. */
export interface ReadSearch {
  readonly texts: readonly FullTextSchema[];
  readonly options: TextSearchOptions;
  /** undefined: none of the words is indexed */
  readonly query: TermQuery | undefined;
}

function textsOf(schema: Schema, property: string | undefined): readonly FullTextSchema[] {
  const texts = property === undefined ? schema.texts : schema.texts.filter(({ field }) => field.property === property);
  if (texts.length > 0) return texts;
  const field = property === undefined ? undefined : schema.queryable.get(property);
  if (property === undefined)
    throw new QueryError(`${schema.model} has no field to search. Add @FullText() to a field of type text.`);
  if (!field) throw unknownField(schema, property);
  if (field.codec.name === 'text') throw new NotIndexedError(schema.model, property, 'search', '@FullText()');
  throw new QueryError(
    `${schema.model}.${property}: a field of type ${field.codec.name} has no operator search. Search in fields of type text.`,
  );
}

function checkBoosts(schema: Schema, boosts: unknown): void {
  if (boosts === undefined) return;
  if (!isPlainObject(boosts))
    throw new QueryError(`search(): boosts is an object such as { title: 3 }, not ${describe(boosts)}. Correct it.`);
  for (const [property, boost] of Object.entries(boosts)) {
    if (!schema.texts.some(({ field }) => field.property === property))
      throw new QueryError(
        `${schema.model}.${property} has no full-text index to boost. Add @FullText(), or leave it out.`,
      );
    if (typeof boost !== 'number' || !Number.isFinite(boost) || boost <= 0)
      throw new QueryError(
        `search(): the boost of ${property} is a number above 0, not ${describe(boost)}. Correct it.`,
      );
  }
}

const known = new WeakMap<SearchCondition, { readonly schema: Schema; readonly search: ReadSearch }>();

/** Bring a search to the terms of its fields, once for each condition; nothing is sent. */
export function readCondition(schema: Schema, condition: SearchCondition): ReadSearch {
  const before = known.get(condition);
  if (before?.schema === schema) return before.search;
  const search = readAnew(schema, condition);
  known.set(condition, { schema, search });
  return search;
}

function readAnew(schema: Schema, { property, text, options }: SearchCondition): ReadSearch {
  const place = `${schema.model}${property === undefined ? '' : `.${property}`}: search`;
  if (typeof text !== 'string')
    throw new QueryError(`${place} takes a text, not ${describe(text)}. Correct it, or leave the condition out.`);
  if (!text.isWellFormed())
    throw new QueryError(`${place} takes a string without lone surrogates. Correct the text, as toWellFormed() does.`);
  if (options !== undefined && !isPlainObject(options))
    throw new QueryError(`${place} takes options such as { syntax: 'plain' }, not ${describe(options)}. Correct them.`);
  const given = checkOptions(place, (options ?? {}) as TextSearchOptions, "syntax: 'plain'", SEARCH);
  checkBoosts(schema, given.boosts);
  const texts = textsOf(schema, property);
  const analyzers = new Map(texts.map(({ field, analyzer }) => [field.property as string | undefined, analyzer]));
  try {
    return { texts, options: given, query: readSearch(text, analyzers, given).query };
  } catch (error) {
    throw error instanceof TypeError ? new QueryError(`${place}: ${error.message}`) : error;
  }
}

function planIndex({ keyspace }: Schema, { field, stored, suffix }: FullTextSchema, boost = 1): TextIndexPlan {
  const name = field.stored;
  return {
    field: stored,
    list: keyspace.postings(name),
    dictionary: keyspace.dictionary(name),
    ...(suffix && { reversed: keyspace.endings(name) }),
    texts: keyspace.texts(name),
    total: keyspace.words(name),
    ...(boost !== 1 && { boost }),
  };
}

/** The plan of a search: nothing where none of its words is indexed. */
export function planSearch(schema: Schema, condition: SearchCondition): Plan {
  const { texts, options, query } = readCondition(schema, condition);
  if (!query) return { op: 'ids', ids: [], search: condition.text as string };
  const indexes = texts.map((text) => planIndex(schema, text, options.boosts?.[text.field.property]));
  const fields = texts.map(({ field, suffix }) => ({ name: field.property, suffix }));
  const plan = planText(query, fields, (field, word) => {
    throw new NotIndexedError(schema.model, field, word, '@FullText({ suffix: true })');
  });
  return { op: 'text', indexes, query: plan, search: condition.text as string };
}
