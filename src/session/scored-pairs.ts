import { type Conditions, conditionArguments } from '../containers/conditions.js';
import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import { finite } from '../util/check.js';

/** An entity and its score, as a caller gave them. */
function scoredPair(name: string, pair: unknown): readonly [other: unknown, score: number] {
  if (Array.isArray(pair) && pair.length === 2) return [pair[0], finite('The score', pair[1])];
  throw new QueryError(
    `${name}: add() takes pairs of an entity and its score, such as [ada, 7], not ${describe(pair)}. Correct it.`,
  );
}

const isConditions = (given: unknown): given is Conditions =>
  typeof given === 'object' && given !== null && [Object.prototype, null].includes(Object.getPrototypeOf(given));

/** Entities with their scores, as a caller gave them, with the words of conditions that stand behind them. */
export function scoredPairs(name: string, given: readonly unknown[]) {
  const last = given.at(-1);
  const conditions = isConditions(last) ? last : undefined;
  const pairs = (conditions ? given.slice(0, -1) : given).map((pair) => scoredPair(name, pair));
  return {
    others: pairs.map(([other]) => other),
    scores: pairs.map(([, score]) => score),
    words: conditions ? conditionArguments('add()', conditions) : [],
  };
}
