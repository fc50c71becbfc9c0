// How a node is kept. Members of a sorted set are compared byte by byte, so that the stored form of a node has to have the
// order of the nodes, and a NUL byte must stand behind it and nowhere within.
import { text } from '../../codecs/text.js';

/** What a triple is made of. 1 and '1' are two nodes. */
export type Node = string | number;

export const SEPARATOR = '\0';
const LEAD = '\x01';
const NUMBER = `${LEAD}\x01`;
const NUL = `${LEAD}\x02`;
const ONE = `${LEAD}\x03`;

const SIGN = 1n << 63n;
const ALL = (1n << 64n) - 1n;

/** The bits of a number as 16 digits that stand in the order of the numbers. */
function sortable(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  // the larger a negative number's bits, the smaller it is
  const ordered = bits & SIGN ? bits ^ ALL : bits | SIGN;
  return ordered.toString(16).padStart(16, '0');
}

function fromSortable(digits: string): number {
  const ordered = BigInt(`0x${digits}`);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, ordered & SIGN ? ordered ^ SIGN : ordered ^ ALL);
  return view.getFloat64(0);
}

function encodeText(value: string, name: string): string {
  if (!value.isWellFormed()) throw new TypeError(`${name} has a lone surrogate, which no text has. Remove it.`);
  return (text.encode(value) as string).replaceAll(LEAD, ONE).replaceAll(SEPARATOR, NUL);
}

function encodeNumber(value: number, name: string): string {
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be finite, not ${value}. Store it as text.`);
  // 0 and -0 are one number
  return NUMBER + sortable(value === 0 ? 0 : value);
}

/** @throws TypeError, RangeError for what is neither text nor a finite number */
export function encodeNode(node: Node, name: string): string {
  if (typeof node === 'string') return encodeText(node, name);
  if (typeof node === 'number') return encodeNumber(node, name);
  const found = node === null ? 'null' : typeof node;
  throw new TypeError(
    `${name} must be a string or a number, not ${found}. Store its text, or leave it out of a pattern.`,
  );
}

export function decodeNode(stored: string): Node {
  if (stored.startsWith(NUMBER)) return fromSortable(stored.slice(NUMBER.length));
  return stored.replaceAll(NUL, SEPARATOR).replaceAll(ONE, LEAD);
}
