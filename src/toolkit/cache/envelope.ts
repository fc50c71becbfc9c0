// An entry is a STRING: a line of JSON that says how it was made, then the value as the codec wrote it, maybe packed.
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, deflate, inflate } from 'node:zlib';
import type { ValueCodec } from '../../codecs/codec.js';
import type { Compression } from './options.js';

/** What is known of an entry besides its value. */
export interface Header {
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

/** Whether what stands in the first line was written by a cache. */
function isLine(line: unknown): line is Line {
  if (!Array.isArray(line)) return false;
  const [since, ttl, extra, written, form] = line as unknown[];
  return [since, ttl ?? 0, extra, written].every((each) => typeof each === 'number') && FORMS.has(form);
}

const decodeBytes = <V>(bytes: Buffer, codec: ValueCodec<V>): V =>
  codec.binary ? codec.decode(bytes) : codec.decode(bytes.toString());

/** Read an entry; a packed one comes later. */
export function decodeEntry<V>(stored: Buffer, codec: ValueCodec<V>): Entry<V> | Promise<Entry<V>> {
  const end = stored.indexOf(NEWLINE);
  const line: unknown = JSON.parse(stored.toString('utf8', 0, Math.max(end, 0)));
  if (!isLine(line)) throw new TypeError('expected how an entry was made, found something else');
  const [since, ttl, extra, written, form, ...tags] = line;
  const header = { since, ttl, extra, written, tags };
  if (form === 'undefined') return { ...header, value: undefined };
  const bytes = stored.subarray(end + 1);
  if (form === 'plain') return { ...header, value: decodeBytes(bytes, codec) };
  return unpack[form](bytes).then((plain) => ({ ...header, value: decodeBytes(plain, codec) }));
}
