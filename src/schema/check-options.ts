import { SchemaError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import { type OptionNames, strangeOption } from '../util/options.js';
import { describe } from './describe.js';

/** Refuse options that are not an object, and those that the call does not know. */
export function checkOptions<T extends object>(of: string, options: T, example: string, names: OptionNames<T>): T {
  if (typeof options !== 'object' || options === null)
    throw new QueryError(
      `The options of ${of} are an object such as { ${example} }, not ${describe(options)}. Correct them.`,
    );
  const wrong = strangeOption(of, options, names);
  if (wrong !== undefined) throw new QueryError(wrong);
  return options;
}

/** The same for the options of a decorator. */
export function checkDeclared<T extends object>(decorator: string, options: T, names: OptionNames<T>): T {
  if (typeof options !== 'object' || options === null)
    throw new SchemaError(`${decorator} takes an object of options, not ${describe(options)}. Leave it out.`);
  const wrong = strangeOption(decorator, options, names);
  if (wrong !== undefined) throw new SchemaError(wrong);
  return options;
}

/** What every long call takes. */
interface Watched {
  readonly onProgress?: unknown;
  readonly signal?: unknown;
}

const WATCHED: OptionNames<Watched> = { onProgress: true, signal: true };

/** Refuse options that a long call does not have, before anything is done. `names`: those that it has besides. */
export function checkProgress<T extends Watched>(
  of: string,
  options: T,
  names: OptionNames<Omit<T, keyof Watched>>,
): T {
  const { onProgress, signal } = checkOptions<object>(of, options, 'signal', { ...WATCHED, ...names }) as Watched;
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new QueryError(`onProgress is a function, not ${describe(onProgress)}. Give one, or leave it out.`);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new QueryError(`signal is an AbortSignal, not ${describe(signal)}. Give one, or leave it out.`);
  return options;
}
