import { oneOf } from '../util/check.js';
import { knownOptions, type OptionNames } from '../util/options.js';

export interface OnlyOption {
  /** do it only where there is nothing yet (`new`), or something (`existing`) @default either */
  readonly only?: 'new' | 'existing' | undefined;
}

export interface Conditions extends OnlyOption {
  /** of what is there, change it only when it becomes greater, or less @default always */
  readonly when?: 'greater' | 'less' | undefined;
}

const ONLY = { new: 'nx', existing: 'xx' } as const;
const WHEN = { greater: 'gt', less: 'lt' } as const;

/** The word of the server for `only`. */
export const onlyArguments = ({ only }: OnlyOption): string[] =>
  only === undefined ? [] : [oneOf('only', only, ONLY)];

const CONDITIONS: OptionNames<Conditions> = { only: true, when: true };

/** The words of the server for the conditions of a call. */
export function conditionArguments(call: string, conditions: Conditions): string[] {
  const { only, when } = knownOptions(call, conditions, CONDITIONS);
  const words = onlyArguments({ only });
  if (when === undefined) return words;
  const word = oneOf('when', when, WHEN);
  if (only !== 'new') return [...words, word];
  throw new TypeError(`only: 'new' and when: '${when}' exclude each other. Leave one out.`);
}
