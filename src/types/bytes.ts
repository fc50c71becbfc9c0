import { types } from 'node:util';
import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const encode = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** Any bytes, stored as base64, since scripts and replies carry text. They come back as a Buffer. */
export const bytes: FieldType<Uint8Array> = {
  name: 'bytes',
  expected: 'a Uint8Array or a Buffer',
  reflected: [Buffer, Uint8Array],
  json: {
    schema: { type: 'string', contentEncoding: 'base64' },
    read: (form) => (typeof form === 'string' && BASE64.test(form) ? Buffer.from(form, 'base64') : form),
    write: encode,
  },
  accepts: (value): value is Uint8Array => types.isUint8Array(value),
  encode,
  decode(stored) {
    if (BASE64.test(stored)) return Buffer.from(stored, 'base64');
    throw misfit('base64', stored);
  },
  copy: (value) => Buffer.from(value),
};
