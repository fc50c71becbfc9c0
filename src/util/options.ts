import { didYouMean } from './closest.js';

/** Each option that a call knows: the compiler holds the list to the type. */
export type OptionNames<O> = Readonly<Record<O extends unknown ? keyof O & string : never, true>>;

/** What a value is, in the words of an error. */
export const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;

/** How much is shown of an unknown name. */
const SHOWN = 40;

function wayOut(name: string, known: readonly string[]): string {
  if (known.length === 0) return 'Leave it out.';
  const likely = didYouMean(name, known).replace(/^d/, 'D');
  return `${likely}${likely && ' '}Use ${known.join(', ')}.`;
}

/** What is wrong with options of a name that the call does not know: what is mistyped would be left out in silence. */
export function strangeOption(owner: string, options: object, names: object): string | undefined {
  for (const name in options) {
    if (Object.hasOwn(names, name) || (options as Record<string, unknown>)[name] === undefined) continue;
    return `${JSON.stringify(name.slice(0, SHOWN))} is not an option of ${owner}. ${wayOut(name, Object.keys(names))}`;
  }
  return undefined;
}

/**
 * Refuse options that are not an object, and those of a name that the call does not know.
 *
 * @throws TypeError
 */
export function knownOptions<O extends object>(owner: string, options: O, names: OptionNames<O>): O {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`The options of ${owner} must be an object, not ${kindOf(options)}. Give one.`);
  const wrong = strangeOption(owner, options, names);
  if (wrong !== undefined) throw new TypeError(wrong);
  return options;
}

/** Refuse what cannot be called. */
export function checkFunction(name: string, fn: unknown): void {
  if (typeof fn !== 'function') throw new TypeError(`${name} must be a function, not ${kindOf(fn)}. Give one.`);
}

/** Refuse what cannot end a wait; the controller of a signal is often given in its place. */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined || typeof signal?.throwIfAborted === 'function') return;
  throw new TypeError(`signal must be an AbortSignal, not ${kindOf(signal)}. Give that of an AbortController.`);
}
