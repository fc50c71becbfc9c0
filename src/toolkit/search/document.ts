import { encodePlainJson } from '../../codecs/plain-json.js';
import { text as utf8 } from '../../codecs/text.js';
import { EXPECTED_TEXT, encodeTerms, isTooLong } from '../../text/terms.js';
import { nonEmpty } from '../../util/check.js';
import { messageOf, textOf } from '../../util/thrown.js';
import { CONTENT, type IndexSettings } from './settings.js';

/** Facts about a document that are not searched. */
export type Metadata = Readonly<Record<string, unknown>>;

/** A document as it may be given. */
interface AnyDocument<D> {
  readonly id: string | number;
  readonly document: D;
  readonly metadata?: object | undefined;
}

/** A document as it is given: with metadata where these have a type that asks for some. */
export type DocumentEntry<D, M extends object = Metadata> = AnyDocument<D> &
  (Record<never, never> extends M ? { readonly metadata?: M | undefined } : { readonly metadata: M });

/** The metadata of a document as an argument, which need not be given where their type asks for none. */
export type MetadataArgument<M extends object> = Record<never, never> extends M ? [metadata?: M] : [metadata: M];

/** A document as it is kept. */
export interface StoredDocument<D, M extends object = Metadata> {
  readonly id: string;
  readonly document: D;
  readonly metadata: M;
}

export function checkDocumentId(id: unknown): string {
  if (typeof id === 'number' && !Number.isFinite(id))
    throw new RangeError(`The id must be finite, not ${id}. Correct it.`);
  return utf8.encode(nonEmpty('The id', typeof id === 'number' ? String(id) : id)) as string;
}

/** The texts of a document by field. */
export function textsOf(settings: IndexSettings, document: unknown): ReadonlyMap<string, string> {
  if (settings.isPlain) {
    if (typeof document !== 'string')
      throw new TypeError(
        `A document of this index is a text, not ${typeof document}. Give a text, or name its { fields }.`,
      );
    return new Map([[CONTENT, document]]);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new TypeError(
      `A document of this index has the fields ${settings.fields.join(', ')}. Give an object of texts.`,
    );
  return new Map(Object.entries(document).map(([name, value]) => [checkName(settings, name), checkText(name, value)]));
}

function checkName({ boosts, fields }: IndexSettings, name: string): string {
  if (boosts.has(name)) return name;
  throw new TypeError(
    `This index has no field ${JSON.stringify(name)}. Use ${fields.join(', ')}; other facts are metadata.`,
  );
}

function checkText(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a text, not ${typeof value}. Give it as one.`);
  return utf8.encode(value) as string;
}

function metadataPairs(id: string, metadata: unknown = {}): string[] {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    throw new TypeError('Metadata is an object, as in { status: 1 }. Give one, or leave it out.');
  return Object.entries(metadata).flatMap(([name, value]) =>
    value === undefined ? [] : [utf8.encode(name) as string, encodeMetadata(id, name, value)],
  );
}

function encodeMetadata(id: string, name: string, value: unknown): string {
  try {
    return encodePlainJson(value, [name]);
  } catch (error) {
    throw new TypeError(`The metadata of ${JSON.stringify(id)} cannot be stored: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** The arguments of store_documents for a document, and how many words it has: what it costs the server. */
export interface EncodedDocument {
  readonly id: string;
  readonly args: readonly (string | number)[];
  readonly words: number;
}

export function encodeDocument<D>(settings: IndexSettings, entry: AnyDocument<D>): EncodedDocument {
  if (typeof entry !== 'object' || entry === null)
    throw new TypeError(`A document is given as { id, document }, not ${textOf(entry)}. Correct it.`);
  const id = checkDocumentId(entry.id);
  const texts = textsOf(settings, entry.document);
  const terms = settings.fields.map((field) => {
    const value = texts.get(field);
    if (value === undefined) return '-';
    if (isTooLong(settings.analyzer, value))
      throw new RangeError(`${field} must be ${EXPECTED_TEXT}. Give it in several documents.`);
    return `+${encodeTerms(settings.analyzer, value)}`;
  });
  const pairs = metadataPairs(id, entry.metadata);
  const words = terms.reduce((sum, each) => sum + each.split(' ').length, 1);
  return { id, words, args: [id, encodePlainJson(entry.document), ...terms, pairs.length / 2, ...pairs] };
}

/** A document of a flat list of names and values. */
export function decodeDocument<D, M extends object>(pairs: readonly string[]): StoredDocument<D, M> {
  let [id, document] = ['', 'null'];
  const metadata: Record<string, unknown> = {};
  for (let i = 0; i < pairs.length; i += 2) {
    const [name, value] = [pairs[i]!, pairs[i + 1]!];
    if (name === 'id') id = value;
    else if (name === 'document') document = value;
    // a name such as __proto__ is data as well
    else
      Object.defineProperty(metadata, name.slice(2), {
        value: JSON.parse(value),
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return { id, document: JSON.parse(document) as D, metadata: metadata as M };
}
