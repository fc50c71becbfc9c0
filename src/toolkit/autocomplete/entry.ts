import type { ValueCodec } from '../../codecs/codec.js';
import { text } from '../../codecs/text.js';
import { nonEmpty } from '../../util/check.js';
import { messageOf } from '../../util/thrown.js';
import { alphabetical, type PhraseAnalyzer } from './phrase.js';

interface Named {
  /** what is searched and shown @default the id */
  readonly title?: string | undefined;
  /** what it is a title of, to tell apart equal ids and to boost all of a type @default none */
  readonly type?: string | undefined;
}

/** A title whose data may be left out. */
export interface AnyTitle<D> extends Named {
  /** what a search gives along with it @default the title */
  readonly data?: D | undefined;
}

/** A title that is stored with its data. */
export interface TitleWithData<D> extends Named {
  /** what a search gives along with it; left out it would be the title, which is none of the type */
  readonly data: Exclude<D, undefined>;
}

/** What is stored of a title: with data where these have a type that a title is not of. */
export type TitleOptions<D> = string extends D ? AnyTitle<D> : TitleWithData<D>;

/** The options of a title, which need not be given where data need not. */
export type TitleArguments<D> = string extends D ? [options?: TitleOptions<D>] : [options: TitleOptions<D>];

/** A title to store. */
export type TitleEntry<D> = TitleOptions<D> & { readonly id: string | number };

/** A title as the server takes it: type, id, title, data, alphabet and words. */
export type StoredTitle = [type: string, id: string, title: string, data: string | Buffer, words: string];

/** What a title takes besides its letters. */
const BESIDE = 8;
export const titleWeight = ([, , , , words]: StoredTitle): number => BESIDE + words.length - words.indexOf(' ');

export function checkId(id: string | number): string {
  if (typeof id === 'number' && !Number.isFinite(id))
    throw new RangeError(`The id must be finite, not ${id}. Correct it.`);
  return text.encode(nonEmpty('The id', typeof id === 'number' ? String(id) : id)) as string;
}

export const checkType = (type: string | undefined): string =>
  type === undefined ? '' : (text.encode(nonEmpty('The type', type)) as string);

function encodeData<D>(codec: ValueCodec<D>, id: string, data: D): string | Buffer {
  try {
    const stored = codec.encode(data);
    return typeof stored === 'string' ? `+${stored}` : Buffer.concat([Buffer.from('+'), stored]);
  } catch (error) {
    const reason = messageOf(error).replace(/\.?$/, '.');
    throw new TypeError(`The data of ${JSON.stringify(id)} cannot be stored: ${reason} Give what its codec takes.`, {
      cause: error,
    });
  }
}

export interface AnyEntry<D> extends AnyTitle<D> {
  readonly id: string | number;
}

export function encodeTitle<D>(entry: AnyEntry<D>, analyzer: PhraseAnalyzer, codec: ValueCodec<D>): StoredTitle {
  if (typeof entry !== 'object' || entry === null)
    throw new TypeError(
      `A title to store is an object with an id, not ${entry === null ? 'null' : typeof entry}. Give { id, title }.`,
    );
  const id = checkId(entry.id);
  const title = text.encode(nonEmpty('The title', entry.title ?? id)) as string;
  const words = [String(alphabetical(title)), ...analyzer.title(title)].join(' ');
  const data = entry.data === undefined ? '=' : encodeData(codec, id, entry.data);
  return [checkType(entry.type), id, title, data, words];
}

export function checkTitleBoost(by: number): number {
  if (typeof by !== 'number') throw new TypeError(`A boost must be a number, not ${typeof by}. Give it as one.`);
  if (by > 0 && Number.isFinite(by)) return by;
  throw new RangeError(`A boost must be positive and finite, not ${by}. Give less than 1 to move titles down.`);
}
