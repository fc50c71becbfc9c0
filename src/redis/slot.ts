import { CrossSlotError } from '../errors/connection.js';
import type { Connection } from './connection/connection.js';

/** The part of a key that decides about its slot: what stands in the first braces, if anything does. */
export function hashTag(key: string): string {
  const start = key.indexOf('{');
  const end = key.indexOf('}', start + 1);
  return start >= 0 && end > start + 1 ? key.slice(start + 1, end) : key;
}

/** CRC-16 as Redis Cluster computes it (XMODEM: polynomial 0x1021, initially 0). */
function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}

/** The slot of a key in a cluster. */
export function keySlot(key: string): number {
  return crc16(Buffer.from(hashTag(key))) % 16_384;
}

/**
 * Refuse keys that no single step can take together.
 *
 * @throws CrossSlotError on a cluster, when their slots differ
 */
export function checkSameSlot({ capabilities }: Connection, keys: readonly string[]): void {
  if (capabilities.cluster && new Set(keys.map(keySlot)).size > 1) throw new CrossSlotError(keys);
}

/** The name of a key that belongs to another one, in the same slot: `{orders}:dead`, `{shop}:orders:dead`. */
export function companionKey(key: string, suffix: string): string {
  const tagged = hashTag(key) !== key;
  return tagged ? `${key}:${suffix}` : `{${key}}:${suffix}`;
}
