import type { BinaryCodec } from './codec.js';

/** Buffers of any bytes, stored as they are. */
export const bytes: BinaryCodec<Buffer> = {
  binary: true,
  encode(value) {
    if (!Buffer.isBuffer(value)) throw new TypeError(`expected a Buffer, found ${typeof value}`);
    return value;
  },
  decode: (stored) => stored,
};
