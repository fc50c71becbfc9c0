import { QueryError } from '../errors/query.js';
import { describe } from './describe.js';

/** Refuse options that are no object. */
export function checkOptions<T extends object>(of: string, options: T, example: string): T {
  if (typeof options === 'object' && options !== null) return options;
  throw new QueryError(
    `The options of ${of} are an object such as { ${example} }, not ${describe(options)}. Correct them.`,
  );
}

/** Refuse options of a long call that are none, before anything is done. */
export function checkProgress<T extends { onProgress?: unknown; signal?: unknown }>(of: string, options: T): T {
  const { onProgress, signal } = checkOptions(of, options, 'signal');
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new QueryError(`onProgress is a function, not ${describe(onProgress)}. Give one, or leave it out.`);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new QueryError(`signal is an AbortSignal, not ${describe(signal)}. Give one, or leave it out.`);
  return options;
}
