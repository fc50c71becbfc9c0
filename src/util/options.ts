/** Each option that a call knows: the compiler holds the list to the type. */
export type OptionNames<O> = Readonly<Record<O extends unknown ? keyof O & string : never, true>>;

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value);

/**
 * Refuse options that are no object, and those of a name that the call does not know: what is mistyped would be left out in silence.
 *
 * @throws TypeError
 */
export function knownOptions<O extends object>(owner: string, options: O, names: OptionNames<O>): O {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`The options of ${owner} must be an object, not ${kindOf(options)}. Give one.`);
  for (const name in options) {
    if (Object.hasOwn(names, name) || options[name] === undefined) continue;
    const known = Object.keys(names).join(', ');
    throw new TypeError(
      `${JSON.stringify(name)} is no option of ${owner}. ${known ? `Use ${known}` : 'Leave it out'}.`,
    );
  }
  return options;
}

/** Refuse what cannot end a wait; the controller of a signal is often given in its place. */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined || typeof signal?.throwIfAborted === 'function') return;
  throw new TypeError(`signal must be an AbortSignal, not ${kindOf(signal)}. Give that of an AbortController.`);
}
