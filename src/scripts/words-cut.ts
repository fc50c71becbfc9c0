import { QueryError } from '../errors/query.js';
import { scriptFailure } from './run.js';

/** What a search refuses that is to leave out more words than it looks up; undefined for every other error. */
export function wordsCut(error: unknown): QueryError | undefined {
  const failure = scriptFailure(error);
  if (failure?.code !== 'WORDS_CUT') return undefined;
  const [word, words] = failure.facts as [string, number];
  return new QueryError(
    `A search leaves out what has "${word}" with a star or a tilde, which stands for more than the ${words} words that are looked up. Write more letters of it.`,
  );
}
