import type { Connection } from '../../redis/connection/connection.js';
import { searchTitles } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { natural } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';
import { checkId, checkTitleBoost, checkType } from './entry.js';

/** A boost for one search: of an id, of a type, or of an id in one type. */
export interface Boost {
  readonly id?: string | number | undefined;
  readonly type?: string | undefined;
  /** what the score is multiplied by */
  readonly by: number;
}

export interface AutocompleteSearchOptions {
  /** how many to give @default 10 */
  readonly limit?: number | undefined;
  /** how many of the best to pass over @default 0 */
  readonly offset?: number | undefined;
  /** for this search, besides those that are saved */
  readonly boosts?: readonly Boost[] | undefined;
  /** only titles of this type @default all */
  readonly type?: string | undefined;
}

/** A title that fits. */
export interface Match<D> {
  readonly id: string;
  /** undefined where it was stored without one */
  readonly type: string | undefined;
  readonly title: string;
  readonly data: D;
  /** how well it fits: 1 for a word at the front, more with boosts */
  readonly score: number;
}

const SEARCH: OptionNames<AutocompleteSearchOptions> = { limit: true, offset: true, boosts: true, type: true };
const BOOST: OptionNames<Boost> = { id: true, type: true, by: true };

const DEEPEST = 1000;

function checkWindow({ limit = 10, offset = 0 }: AutocompleteSearchOptions): { limit: number; offset: number } {
  const wanted = natural('limit', limit) + natural('offset', offset);
  if (wanted <= DEEPEST) return { limit, offset };
  throw new RangeError(
    `offset and limit reach to ${wanted}, beyond ${DEEPEST}. Ask for a longer phrase, or use titles().`,
  );
}

const boostTerms = (boost: Boost): (string | number)[] => {
  const { id, type, by } = knownOptions('a boost', boost, BOOST);
  if (id === undefined && type === undefined)
    throw new TypeError('A boost is for an id, a type, or both. Give one of these.');
  return [
    type === undefined ? '' : `=${checkType(type)}`,
    id === undefined ? '' : `=${checkId(id)}`,
    checkTitleBoost(by),
  ];
};

type Reply = [type: unknown, id: unknown, score: unknown, title: unknown, data: unknown][];

/** Ask the server for the titles of some words. `decode` gives the data, from what is stored or from the title. */
export async function searchFor<D>(
  connection: Connection,
  keys: { readonly base: string; readonly letters: string },
  words: readonly string[],
  { typos, settings }: { readonly typos: number; readonly settings: string },
  options: AutocompleteSearchOptions,
  decode: (stored: unknown, title: string, id: string) => D,
): Promise<Match<D>[]> {
  const { limit, offset } = checkWindow(knownOptions('search()', options, SEARCH));
  const given = options.boosts ?? [];
  if (!Array.isArray(given))
    throw new TypeError(`boosts must be an array, not ${typeof given}. Give a list such as [{ type: 'town', by: 2 }].`);
  const boosts = given.flatMap(boostTerms);
  const type = options.type === undefined ? '' : `=${checkType(options.type)}`;
  if (words.length === 0 || limit === 0) return [];
  const args = { wanted: offset + limit, typos, type, settings, words: words.length };
  const reply = (await run(connection, searchTitles, { keys, args, rest: [...words, ...boosts] })) as Reply;
  return reply.slice(offset).map(([kind, id, score, title, data]) => ({
    id: String(id),
    type: String(kind) === '' ? undefined : String(kind),
    title: String(title),
    data: decode(data, String(title), String(id)),
    score: Number(score),
  }));
}
