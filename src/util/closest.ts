import { isWithin } from './edit-distance.js';

/** Names are short; who gives more is not told what he may have meant. */
const LONGEST = 64;

/** The name that was probably meant by an unknown one, written in a sentence; empty where no name is like it. */
export function didYouMean(given: string, names: Iterable<string>): string {
  if (given.length > LONGEST) return '';
  const [wanted, limit] = [given.toLowerCase(), given.length > 4 ? 2 : 1];
  const likely = [...names].find((name) => isWithin(name.toLowerCase(), wanted, limit));
  return likely === undefined ? '' : `did you mean ${JSON.stringify(likely)}?`;
}
