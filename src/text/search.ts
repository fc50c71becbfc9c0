import { textOf } from '../util/thrown.js';
import type { Analyzers } from './query.js';
import { type ResolvedQuery, resolveQuery } from './query.js';
import type { Conjunction } from './syntax/expression.js';
import { parsePlain, parseQuery } from './syntax/parse.js';

/** How a search is read. */
export interface SearchSyntax {
  /** What joins words that have no sign between them. @default 'and' */
  readonly defaultConjunction?: Conjunction | undefined;
  /** `plain` takes what people type: words alone, no signs, and never a QuerySyntaxError. @default 'full' */
  readonly syntax?: 'full' | 'plain' | undefined;
}

function oneOf<V extends string>(name: string, value: unknown, values: readonly V[]): V {
  const found = values.find((each) => each === (value ?? values[0]));
  if (found !== undefined) return found;
  throw new TypeError(
    `${name} is ${values.map((each) => JSON.stringify(each)).join(' or ')}, not ${textOf(value)}. Give one of these.`,
  );
}

/**
 * A search as it is written, brought to the terms of the fields that are searched.
 *
 * @throws QuerySyntaxError; TypeError for options that there are not
 */
export function readSearch(text: string, analyzers: Analyzers, options: SearchSyntax): ResolvedQuery {
  const conjunction = oneOf('defaultConjunction', options.defaultConjunction, ['and', 'or']);
  const isPlain = oneOf('syntax', options.syntax, ['full', 'plain']) === 'plain';
  const fields = [...analyzers.keys()].filter((name) => name !== undefined);
  const expression = isPlain ? parsePlain(text) : parseQuery(text, { defaultConjunction: conjunction, fields });
  return resolveQuery(expression, analyzers, conjunction);
}
