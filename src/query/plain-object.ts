import { QueryError } from '../errors/query.js';

/** Whether a value of an untyped caller is an object that was written as one, and no instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  const prototype: unknown = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
  return prototype === Object.prototype || prototype === null;
}

/** How deep objects of a caller may stand in one another: they are read on the stack, here and on the server. */
const DEEPEST = 100;

const holdsOthers = (value: unknown): value is object => Array.isArray(value) || isPlainObject(value);

/** Refuse objects and arrays that stand in one another without end, or nearly so. */
export function checkNesting(given: unknown, place: string): void {
  let level = [given].filter(holdsOthers);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === DEEPEST)
      throw new QueryError(
        `${place} was given objects that stand in one another more than ${DEEPEST} deep. Ask for the rest by a query of its own.`,
      );
    level = [...new Set(level.flatMap((each) => (Object.values(each) as unknown[]).filter(holdsOthers)))];
  }
}
