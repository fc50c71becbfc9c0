import { expecting, type SchemaIssue, type StandardSchema, validateNow } from '../codecs/standard-schema.js';
import { type AnyClass, transformer } from './class-transformer.js';
import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

/** Deeper values would exhaust the stack of one of the programs on the way. */
const DEEPEST = 200;

const isLeaf = (value: unknown): boolean =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether JSON gives a value back as it was; a member that is undefined may be missing afterwards. */
function survives(value: unknown, depth = 0): boolean {
  if (isLeaf(value)) return true;
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return false;
  if (Array.isArray(value)) return Array.from(value).every((item) => survives(item, depth + 1));
  if (!isPlain(value)) return false;
  return Object.values(value).every((item) => item === undefined || survives(item, depth + 1));
}

function parse(stored: string): unknown {
  try {
    return JSON.parse(stored) as unknown;
  } catch {
    throw misfit('JSON', stored);
  }
}

// a getter or a toJSON() of the caller may throw
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const base = { name: 'json', encode: (value: unknown): string => JSON.stringify(value) };

/** What JSON can hold. */
export const json: FieldType = {
  ...base,
  arrays: true,
  expected: 'a value that JSON gives back as it was',
  accepts: (value): value is unknown =>
    value !== null && value !== undefined && attempt(() => survives(value)) === true,
  decode: parse,
  copy: (value) => parse(base.encode(value)),
};

const list = (issues: readonly SchemaIssue[]): string =>
  issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');

/** What a schema says of the JSON of a value: what it gives, and that as JSON; or what is wrong. */
type Reading<V> =
  | { readonly form: string; readonly value: V; readonly stored: string; readonly issues?: undefined }
  | { readonly form?: string; readonly issues: readonly SchemaIssue[] };

const wrong = (what: string): Reading<never> => ({ issues: expecting(what) });

const jsonText = (value: unknown): string | undefined => attempt(() => JSON.stringify(value));

// what is stored is read through the schema each time: it has to give the same
function isSettled(schema: StandardSchema, stored: string): boolean {
  const again = attempt(() => validateNow(schema, JSON.parse(stored)));
  return again !== undefined && !again.issues && jsonText(again.value) === stored;
}

const UNSETTLED =
  'what its schema gives back as it is when it reads again what it gave (have the schema take its own output as well, or change the value before the call)';

function readThrough<V>(schema: StandardSchema<V>, value: unknown): Reading<V> {
  const form = value === null ? undefined : jsonText(value);
  if (form === undefined) return wrong(value === null ? 'a value other than null' : 'a value that JSON knows');
  const verdict = validateNow(schema, JSON.parse(form));
  if (!verdict) return wrong('a schema that is not asynchronous');
  if (verdict.issues) return { form, issues: verdict.issues };
  const stored = jsonText(verdict.value);
  if (stored === undefined || stored === 'null')
    return { form, issues: expecting('a schema that gives a value for it') };
  // most schemas change nothing
  if (stored !== form && !isSettled(schema, stored)) return { form, issues: expecting(UNSETTLED) };
  return { form, value: verdict.value, stored };
}

// what it makes of a form that fits, or the form
function readForm(schema: StandardSchema, form: unknown): unknown {
  const verdict = form === undefined ? undefined : attempt(() => validateNow(schema, form));
  return verdict && !verdict.issues ? verdict.value : form;
}

function decodeBy<V>(schema: StandardSchema<V>, stored: string): V {
  const verdict = validateNow(schema, parse(stored));
  if (verdict && !verdict.issues) return verdict.value;
  throw misfit(verdict ? `JSON that fits its schema (${list(verdict.issues)})` : 'a synchronous schema', stored);
}

/** What a schema gives of a value: the value itself where that is the same. */
function heldBy<V>(schema: StandardSchema<V>, given: unknown): V {
  const reading = attempt(() => readThrough(schema, given));
  if (!reading || reading.issues) return given as V;
  const isSame = reading.form === reading.stored && survives(given) === survives(reading.value);
  return isSame ? (given as V) : reading.value;
}

/**
 * What a schema makes of JSON: of dates that it coerces, say, these dates. What it gives is stored, as JSON, and read through it again: a
 * schema that trims or fills in what is missing does so before the value is stored, so that the entity, its row and its indexes agree.
 */
export function jsonOf<V>(schema: StandardSchema<V>): FieldType<V> {
  let last: Reading<V> | undefined;
  const accepts = (value: unknown): value is V => {
    const reading = value === undefined ? undefined : readThrough(schema, value);
    if (reading && !reading.issues) last = reading;
    return reading !== undefined && !reading.issues;
  };
  // a value is encoded right after it was accepted
  const encode = (value: V): string => {
    const form = base.encode(value);
    const reading = last?.form === form ? last : readThrough(schema, value);
    return reading.issues ? form : reading.stored;
  };
  const decode = (stored: string): V => decodeBy(schema, stored);
  return {
    ...base,
    arrays: true,
    json: { schema: {}, of: schema, read: (form) => readForm(schema, form) },
    expected: 'a value that fits its schema',
    accepts,
    problems: (value) => readThrough(schema, value).issues ?? [],
    encode,
    decode,
    hold: (given) => heldBy(schema, given),
    copy: (value) => decode(encode(value)),
  };
}

/** Instances of a class, by class-transformer: nested classes as its `@Type()` says. */
export function jsonInstance<V extends object>(classOf: () => AnyClass<V>): FieldType<V> {
  const encode = (value: V): string => JSON.stringify(transformer().instanceToPlain(value));
  const decode = (stored: string): V => {
    const plain = parse(stored);
    if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) throw misfit('a JSON object', stored);
    return transformer().plainToInstance(classOf(), plain);
  };
  const fits = (value: object): boolean =>
    !Array.isArray(value) &&
    (value instanceof classOf() || isPlain(value)) &&
    decode(encode(value as V)) instanceof classOf();
  const read = (form: unknown): unknown =>
    typeof form === 'object' && form !== null && isPlain(form) ? attempt(() => decode(JSON.stringify(form))) : form;
  return {
    ...base,
    json: { schema: { type: 'object' }, read, write: (value) => transformer().instanceToPlain(value) },
    expected: 'an instance of its class',
    accepts: (value): value is V => typeof value === 'object' && value !== null && attempt(() => fits(value)) === true,
    encode,
    decode,
    copy: (value) => decode(encode(value)),
  };
}
