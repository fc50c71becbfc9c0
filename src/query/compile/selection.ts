import { NotIndexedError, QueryError } from '../../errors/query.js';
import type { Related, RequestPart } from '../../plan/related.js';
import type { StoredRow } from '../../plan/request.js';
import { checkOptions } from '../../schema/check-options.js';
import { describe } from '../../schema/describe.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { decodePlain, decodeStored } from '../../schema/stored.js';
import { currentValues } from '../../schema/version.js';
import { type Geo, geo } from '../../types/geo.js';
import type { SelectOptions } from '../answer-options.js';
import { HighlightColumn, NOTHING_FOUND, type RowFindings, ScoreColumn } from '../computed.js';
import { ownProperty, pathOf, unknownField } from '../field-reference.js';
import { Distance } from '../order-term.js';
import { checkNesting, isPlainObject } from '../plain-object.js';
import { type End, endToLoad } from './with.js';

/** Which fields a row has, and how it is made of their stored forms. */
export interface Projection {
  /** what was asked for, by name */
  readonly names: readonly string[];
  /** as it is stored */
  readonly raw?: boolean;
  /** the fields to read; the id comes with every row anyhow */
  readonly fields: readonly FieldSchema[];
  /** rows say how well they fit the search */
  readonly scored?: boolean;
  /** what comes along of relations */
  readonly along?: readonly RequestPart[];
  decode(row: StoredRow, found?: RowFindings): unknown;
}

const isComputed = (wanted: unknown): boolean =>
  wanted instanceof ScoreColumn || wanted instanceof HighlightColumn || wanted instanceof Distance;

/** A value of a row by its name: a field, in a form of its own perhaps, or what a query made. */
interface Part {
  readonly name: string;
  readonly field?: FieldSchema;
  /** as it is stored */
  readonly raw?: boolean;
  readonly computed?: ScoreColumn | HighlightColumn | Distance;
  /** of the entities at the end of a relation; the field is that which has the id */
  readonly related?: { readonly end: End; readonly rows: Projection };
}

/** Whether the options of `select()` ask for what is stored. */
export function isRaw(options: SelectOptions): boolean {
  const { raw } = checkOptions('select()', options, 'raw: true', { raw: true });
  if (raw === true) return true;
  throw new QueryError(`select({ ... }, { raw }) takes true, not ${describe(raw)}. Leave it out.`);
}

/** The text of a field that is stored; of a field that is younger than its row that of its default. */
function storedText(schema: Schema, field: FieldSchema, stored: string | null | undefined, id: string): unknown {
  if (stored != null || field.optional) return stored ?? undefined;
  return field.codec.encode(decodeStored(schema, field, stored, id));
}

type Reader = (row: StoredRow, found: RowFindings) => unknown;

/** What gives the value of a part that is a field, or made by the query; decided once, since rows are many. */
function readerOf(schema: Schema, { field, computed, raw }: Part, place: number): Reader {
  if (!field) return (_, found) => (computed as ScoreColumn).make(found);
  const isId = field === schema.primary.field;
  if (raw) return isId ? ({ id }) => id : ({ id, values }) => storedText(schema, field, values[place], id);
  if (isId) return ({ id }) => decodeStored(schema, field, id, id);
  const read: Reader = ({ id, values }) => decodePlain(schema, field, values[place], id);
  if (computed instanceof Distance) return madeOf(read, (value) => computed.make(value as Geo));
  if (computed instanceof HighlightColumn)
    return madeOf(read, (value, found) => computed.make(value as string, field.property, found));
  return read;
}

/** What is made of a value where there is one. */
function madeOf(read: Reader, make: (value: unknown, found: RowFindings) => unknown): Reader {
  return (row, found) => {
    const value = read(row, found);
    return value === undefined ? undefined : make(value, found);
  };
}

/** The field of places whose distance is asked for. */
function placeOf(schema: Schema, { model, property }: Distance): FieldSchema {
  const field = model === schema.model ? schema.queryable.get(property) : undefined;
  if (field?.codec.name === geo.name) return field;
  throw new QueryError(
    `select() was given the distance of ${model}.${property}, which is not a place of ${schema.model}. Name a field of type geo.`,
  );
}

function selectedPart(schema: Schema, name: string, wanted: unknown, raw: boolean): Part[] {
  if (raw && isComputed(wanted))
    throw new QueryError(
      `${schema.model}.${name}: select({ ... }, { raw: true }) gives what is stored, and the query makes this. Leave it out.`,
    );
  if (wanted instanceof ScoreColumn) return [{ name, computed: wanted }];
  if (wanted instanceof Distance) return [{ name, field: placeOf(schema, wanted), computed: wanted }];
  const field = schema.queryable.get(name);
  if (!field && schema.relations.some(({ property }) => property === name))
    return beyondPart(schema, name, wanted, raw);
  if (!field) throw unknownField(schema, name);
  if (wanted === undefined || wanted === false) return [];
  if (isPlainObject(wanted) && field.reference) return [relatedPart(schema, name, wanted, raw)];
  if (wanted === true) return [{ name, field, raw }];
  if (wanted instanceof HighlightColumn) {
    if (schema.texts.some((text) => text.field === field)) return [{ name, field, computed: wanted }];
    throw new NotIndexedError(schema.model, name, 'highlight', '@FullText()');
  }
  throw new QueryError(
    `${schema.model}.${name}: select() takes true for a field that the rows have, not ${describe(wanted)}. Leave the others out.`,
  );
}

function relatedPart(schema: Schema, name: string, shape: unknown, raw: boolean): Part {
  checkNesting(shape, `${schema.model}.${name}: select()`);
  const end = endToLoad(schema, name)!;
  const related = { end, rows: planSelection(end.target.schema, shape, raw) };
  if (!related.rows.scored) return { name, related, ...(end.field && { field: end.field }) };
  throw new QueryError(`${schema.model}.${name}: score() is of the rows of a search. Leave it out here.`);
}

/** What is selected of a relation of which nothing is in the row. */
function beyondPart(schema: Schema, name: string, wanted: unknown, raw: boolean): Part[] {
  if (wanted === undefined || wanted === false) return [];
  if (isPlainObject(wanted)) return [relatedPart(schema, name, wanted, raw)];
  throw new QueryError(
    `${schema.model}.${name} is a relation, of which select() takes an object such as { ${name}: { id: true } }, not ${describe(wanted)}. Name its fields.`,
  );
}

/** What the relation of a row led to, as plain data; undefined where nothing is there. */
function relatedValue({ end, rows }: NonNullable<Part['related']>, related: Related, found: RowFindings): unknown {
  if (!Array.isArray(related)) return related ? rows.decode(related, found) : undefined;
  const all = related.map((row) => rows.decode(row, found));
  return end.kind === 'one' ? all[0] : all;
}

/** The parts of a request for what comes along of relations; `places` are those of their fields. */
function alongOf(parts: readonly Part[], places: readonly number[]): RequestPart[] {
  return parts.flatMap(({ related }, i) => {
    if (!related) return [];
    const { fields, along = [] } = related.rows;
    const stored = fields.map((field) => field.stored);
    return [related.end.part({}, stored, places[i]!, along)];
  });
}

/** How a row becomes what was selected; `places` are those of the fields of the parts. */
function decoderOf(
  schema: Schema,
  fields: readonly FieldSchema[],
  parts: readonly Part[],
  places: readonly number[],
): Projection['decode'] {
  const along = parts.filter(({ related }) => related);
  const readers = parts.map((part, i): Reader => {
    const { related, name } = part;
    if (!related) return readerOf(schema, part, places[i]!);
    const place = along.indexOf(part);
    return (row, found) => relatedValue(related, row.related?.[place], found.beyond(name));
  });
  return (row, found = NOTHING_FOUND) => {
    const now = schema.version === 1 ? row : { ...row, values: currentValues(schema, fields, row.id, row.values) };
    const result: Record<string, unknown> = {};
    for (let i = 0; i < parts.length; i++) {
      const value = readers[i]!(now, found);
      if (value !== undefined) result[parts[i]!.name] = value;
    }
    return result;
  };
}

/** The fields that `select({ name: true })` names; `raw`: as they are stored. */
export function planSelection(schema: Schema, shape: unknown, raw = false): Projection {
  if (!isPlainObject(shape))
    throw new QueryError(`select() takes an object such as { name: true }, not ${describe(shape)}. Correct it.`);
  const parts = Object.entries(shape).flatMap(([name, wanted]) => selectedPart(schema, name, wanted, raw));
  if (parts.length === 0)
    throw new QueryError('select() needs a field, as in select({ name: true }). Name one, or use ids().');
  const fields = parts.flatMap(({ field }) => (field && field !== schema.primary.field ? [field] : []));
  const places = parts.map(({ field }) => (field ? fields.indexOf(field) : -1));
  return {
    names: parts.map(({ name }) => name),
    raw,
    fields,
    along: alongOf(parts, places),
    scored: parts.some(({ computed }) => computed instanceof ScoreColumn),
    decode: decoderOf(schema, fields, parts, places),
  };
}

/** A field beyond relations to one: it is selected, and a row is the value at the end. */
function beyondColumn(schema: Schema, path: readonly string[]): Projection {
  const shape = path.reduceRight<unknown>((inner, property) => ({ [property]: inner }), true);
  const selected = planSelection(schema, shape);
  const step = (value: unknown, property: string) => (value as Record<string, unknown> | undefined)?.[property];
  return {
    ...selected,
    names: [path.join('.')],
    decode: (row, found) => path.reduce(step, selected.decode(row, found)),
  };
}

/** The one field that the callback of `pluck()` gave: a row is its value. */
export function planColumn(schema: Schema, column: unknown): Projection {
  const path = pathOf(schema, column);
  if (path && path.length > 1) return beyondColumn(schema, path);
  const property = ownProperty(schema, column);
  const field = property === undefined ? undefined : schema.queryable.get(property);
  if (!field)
    throw new QueryError(
      `pluck() takes a function that gives one field of ${schema.model}, as in (row) => row.${schema.primary.field.property}. Correct it.`,
    );
  const isId = field === schema.primary.field;
  return {
    names: [field.property],
    fields: isId ? [] : [field],
    decode: ({ id, values }) =>
      decodePlain(schema, field, isId ? id : currentValues(schema, [field], id, values)[0], id),
  };
}
