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

/** What a schema makes of JSON: of dates that it coerces, say, these dates. */
export function jsonOf<V>(schema: StandardSchema<V>): FieldType<V> {
  const problems = (value: unknown): readonly SchemaIssue[] => {
    const stored = value === null ? undefined : attempt(() => JSON.stringify(value));
    if (stored === undefined) return expecting(value === null ? 'a value other than null' : 'a value that JSON knows');
    const verdict = validateNow(schema, JSON.parse(stored));
    return verdict ? (verdict.issues ?? []) : expecting('a schema that is not asynchronous');
  };
  const decode = (stored: string): V => {
    const verdict = validateNow(schema, parse(stored));
    if (verdict && !verdict.issues) return verdict.value;
    throw misfit(verdict ? `JSON that fits its schema (${list(verdict.issues)})` : 'a synchronous schema', stored);
  };
  const read = (form: unknown): unknown => {
    const verdict = form === undefined ? undefined : attempt(() => validateNow(schema, form));
    return verdict && !verdict.issues ? verdict.value : form;
  };
  return {
    ...base,
    arrays: true,
    json: { schema: {}, of: schema, read },
    expected: 'a value that fits its schema',
    accepts: (value): value is V => value !== undefined && problems(value).length === 0,
    problems,
    decode,
    copy: (value) => decode(base.encode(value)),
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
