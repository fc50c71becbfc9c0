// What a function of the user's throws can be anything: an error whose message is not text or a getter that throws, an object without
// a prototype, a proxy. Here each gets a text, and nothing throws.
import { inspect } from 'node:util';
import { truncate } from './truncate.js';

const UNSHOWN = 'something that cannot be shown as text';

function attempt<T>(...ways: readonly (() => T)[]): T | undefined {
  for (const way of ways) {
    try {
      return way();
    } catch {
      // the next way, or none
    }
  }
  return undefined;
}

/** The text of anything, for a message. Never throws. */
export const textOf = (value: unknown): string =>
  attempt(
    () => String(value),
    () => inspect(value),
  ) ?? UNSHOWN;

const LONGEST = 100;

/** What was given, in a message that refuses it: its text, of which a long one is cut. Never throws. */
export const shown = (value: unknown): string => truncate(textOf(value), LONGEST);

/** Whether it is of one of the classes, also of a proxy that refuses to tell its prototype: of none. Never throws. */
export const isOf = (thrown: unknown, ...classes: readonly (abstract new (...args: never[]) => unknown)[]): boolean =>
  attempt(() => classes.some((one) => thrown instanceof one)) ?? false;

const isError = (thrown: unknown): thrown is Error => isOf(thrown, Error);

/** The name and the message of an error, the text of all else. Never throws. */
export function describeThrown(thrown: unknown): { readonly name: string; readonly message: string } {
  if (!isError(thrown)) return { name: 'Error', message: textOf(thrown) };
  return {
    name: attempt(() => textOf(thrown.name)) ?? 'Error',
    message: attempt(() => textOf(thrown.message ?? '')) ?? UNSHOWN,
  };
}

/** The message of an error, the text of all else. Never throws. */
export const messageOf = (thrown: unknown): string => describeThrown(thrown).message;

/** The message of an error as a part of a sentence: without a full stop at its end. Never throws. */
export const clauseOf = (thrown: unknown): string => messageOf(thrown).replace(/[.\s]+$/, '');

/** The name and the message of an error in one text, the text of all else. Never throws. */
export function thrownText(thrown: unknown): string {
  const { name, message } = describeThrown(thrown);
  return isError(thrown) ? `${name}: ${message}` : message;
}

/** An error that can be shown: what was thrown, or one that says it. Never throws. */
export function shownError(thrown: unknown): Error {
  const isShown = () => isError(thrown) && [thrown.name, thrown.message].every((text) => typeof text === 'string');
  return attempt(isShown) ? (thrown as Error) : new Error(messageOf(thrown));
}

/** Whether it is an error whose message matches. Never throws. */
export const says = (thrown: unknown, pattern: RegExp): boolean => isError(thrown) && pattern.test(messageOf(thrown));
