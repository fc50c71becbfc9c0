import type { Codec } from '../../codecs/codec.js';
import { textOf, thrownText } from '../../util/thrown.js';

/** A value other than text, in JSON; undefined where JSON has no form for it. */
function toJson(value: unknown): string | undefined {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined;
  return value instanceof Date ? value.toISOString() : jsonOf(value);
}

/** What holds itself, or a bigint, has no JSON: the error of JSON does not say what to do then. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    const [reason] = thrownText(cause).split('\n');
    throw new TypeError(
      `${textOf(value)} cannot be stored as JSON (${reason}). Leave that out, or give the stream a codec.`,
      {
        cause,
      },
    );
  }
}

/** The codec of a field that has none: text and bytes as they are, anything else as JSON, dates in ISO form. */
export const plain: Codec<unknown> = {
  encode(value) {
    if (typeof value === 'string' || Buffer.isBuffer(value)) return value;
    const json = toJson(value);
    if (json === undefined)
      throw new TypeError(`${textOf(value)} cannot be stored. Give the stream a codec, or leave it out.`);
    return json;
  },
  decode: (stored) => stored,
};
