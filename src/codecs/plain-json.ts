import type { Codec } from './codec.js';

/** Deeper values would exhaust the stack of one of the programs on the way. */
const DEEPEST = 500;

function kindOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return value === undefined ? 'undefined' : `a ${typeof value}`;
  const { name } = (Object.getPrototypeOf(value) as { constructor?: { name?: string } }).constructor ?? {};
  return `an instance of ${name || 'a class'}`;
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const place = (path: readonly string[]): string => (path.length === 0 ? 'the value' : path.join('.'));

const CONVERT = 'Convert it, or leave it out';
/** for dates, entities and the like, which have a form in JSON that is not what they are */
const PLAIN = 'Give JSON.parse(JSON.stringify(value)), which is what would come back';

function refuse(path: readonly string[], found: string, wayOut = CONVERT): never {
  throw new TypeError(`${place(path)} is ${found}, which JSON cannot hold. ${wayOut}.`);
}

/** The first thing in a value that JSON would not give back as it was is an error that names its path. */
function check(value: unknown, path: string[], above: Set<object>): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return;
  if (typeof value !== 'object') refuse(path, kindOf(value));
  if (above.has(value)) refuse(path, 'a part of itself');
  if (above.size === DEEPEST) refuse(path, `more than ${DEEPEST} levels deep`);
  if (!Array.isArray(value) && !isPlain(value)) refuse(path, kindOf(value), 'toJSON' in value ? PLAIN : CONVERT);
  above.add(value);
  for (const [name, member] of Array.isArray(value) ? [...value].entries() : Object.entries(value)) {
    // JSON leaves such a member out, and reading it gives undefined again
    if (member !== undefined || Array.isArray(value)) check(member, [...path, String(name)], above);
  }
  above.delete(value);
}

/**
 * JSON that comes back as it was: numbers, texts, booleans, null, arrays and plain objects.
 *
 * @param path how the value itself is called in messages
 * @throws TypeError that names the path of what JSON cannot hold: undefined, NaN, functions, bigints, dates, cycles
 */
export function encodePlainJson(value: unknown, path: readonly string[] = []): string {
  check(value, [...path], new Set());
  return JSON.stringify(value);
}

/** Values as JSON that comes back as it was. */
export const plainJson: Codec<unknown> = {
  encode: (value) => encodePlainJson(value),
  decode: (stored) => JSON.parse(stored) as unknown,
};
