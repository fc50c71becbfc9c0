// An entry is a STRING: a line of JSON that says how it was made, then the value as the codec wrote it, maybe packed.
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, deflate, inflate } from 'node:zlib';
import type { ValueCodec } from '../../codecs/codec.js';
import type { Compression } from './options.js';

/** What is known of an entry besides its value. */
interface Header {
  /** what had been invalidated when its value began to be made */
  readonly since: number;
  /** milliseconds that it is fresh; null: for ever */
  readonly ttl: number | null;
  /** milliseconds that it is kept after that */
  readonly extra: number;
  /** by the clock of who wrote it, in ms: for entries without a ttl, whose age the server does not tell */
  readonly written: number;
  readonly tags: readonly string[];
}

/** An entry as it was read. */
export interface Entry<V> extends Header {
  readonly value: V | undefined;
}

type Form = 'plain' | 'undefined' | Compression;
type Line = [since: number, ttl: number | null, extra: number, written: number, form: Form, ...tags: string[]];

const NEWLINE = 10;
/** Shorter values do not become shorter. */
const LEAST = 1024;

const pack = { zlib: promisify(deflate), brotli: promisify(brotliCompress) };
const unpack = { zlib: promisify(inflate), brotli: promisify(brotliDecompress) };

async function encodeValue<V>(
  value: V | undefined,
  codec: ValueCodec<V>,
  compress: Compression | undefined,
): Promise<[Form, string | Buffer]> {
  if (value === undefined) return ['undefined', ''];
  const stored = codec.encode(value);
  if (!compress || Buffer.byteLength(stored) < LEAST) return ['plain', stored];
  return [compress, await pack[compress](stored)];
}

/**
 * An entry as it is stored.
 *
 * @throws TypeError when the codec cannot hold the value
 */
export async function encodeEntry<V>(
  { value, since, ttl, extra, written, tags }: Entry<V>,
  codec: ValueCodec<V>,
  compress: Compression | undefined,
): Promise<string | Buffer> {
  const [form, stored] = await encodeValue(value, codec, compress);
  const line: Line = [since, ttl, extra, written, form, ...tags];
  const head = `${JSON.stringify(line)}\n`;
  return typeof stored === 'string' ? head + stored : Buffer.concat([Buffer.from(head), stored]);
}

const FORMS = new Set<unknown>(['plain', 'undefined', ...Object.keys(unpack)]);

const isNumber = (value: unknown): boolean => typeof value === 'number';

/** Whether what stands in the first line was written by a cache. */
function isLine(line: unknown): line is Line {
  if (!Array.isArray(line)) return false;
  const known = isNumber(line[0]) && (line[1] === null || isNumber(line[1])) && isNumber(line[2]) && isNumber(line[3]);
  return known && FORMS.has(line[4]);
}

/** Read the first line, which is text whatever comes behind it. */
function readLine(text: string): Line {
  const line: unknown = JSON.parse(text);
  if (!isLine(line)) throw new TypeError('expected how an entry was made, found something else');
  return line;
}

const UNTAGGED: readonly string[] = [];

function entryOf<V>(line: Line, value: V | undefined): Entry<V> {
  const tags = line.length === 5 ? UNTAGGED : (line.slice(5) as string[]);
  return { since: line[0], ttl: line[1], extra: line[2], written: line[3], tags, value };
}

const decodeBytes = <V>(bytes: Buffer, codec: ValueCodec<V>): V =>
  codec.binary ? codec.decode(bytes) : codec.decode(bytes.toString());

/** An entry whose value does not stand there as the codec wrote it, or not as text. */
function decodeApart<V>(line: Line, stored: Buffer, codec: ValueCodec<V>): Entry<V> | Promise<Entry<V>> {
  const form = line[4];
  if (form === 'undefined') return entryOf<V>(line, undefined);
  const bytes = stored.subarray(stored.indexOf(NEWLINE) + 1);
  if (form === 'plain') return entryOf(line, decodeBytes(bytes, codec));
  return unpack[form](bytes).then((plain) => entryOf(line, decodeBytes(plain, codec)));
}

/** Read an entry; a packed one comes later. */
export function decodeEntry<V>(stored: Buffer, codec: ValueCodec<V>): Entry<V> | Promise<Entry<V>> {
  if (codec.binary) {
    const end = Math.max(stored.indexOf(NEWLINE), 0);
    return decodeApart(readLine(stored.toString('utf8', 0, end)), stored, codec);
  }
  // most entries are text as a whole, which is cut sooner than its bytes are
  const text = stored.toString();
  const end = Math.max(text.indexOf('\n'), 0);
  const line = readLine(text.slice(0, end));
  return line[4] === 'plain' ? entryOf(line, codec.decode(text.slice(end + 1))) : decodeApart(line, stored, codec);
}
