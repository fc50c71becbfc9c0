import { decodeNode, encodeNode, type Node, SEPARATOR } from './node.js';

/** A statement: a subject, a predicate and an object. */
export type Triple = readonly [subject: Node, predicate: Node, object: Node];

/** A triple as it is read. */
export interface Statement {
  readonly subject: Node;
  readonly predicate: Node;
  readonly object: Node;
}

/** What triples must have: what is left out may be anything. */
export type Pattern = Partial<Statement>;

export const PLACES = ['subject', 'predicate', 'object'] as const;

/** Three nodes as the server has them. */
type StoredTriple = [subject: string, predicate: string, object: string];
type StoredPattern = [subject: string | undefined, predicate: string | undefined, object: string | undefined];

export function encodeTriple(triple: Triple): StoredTriple {
  if (!Array.isArray(triple) || triple.length !== 3)
    throw new TypeError('A triple must be an array of a subject, a predicate and an object. Give it these three.');
  return triple.map((node, i) => encodeNode(node as Node, `The ${PLACES[i]}`)) as StoredTriple;
}

/** Long nodes are compared byte by byte: eight hundred of these weigh as much as a triple of short ones. */
export const tripleWeight = (triple: StoredTriple): number =>
  Math.max(1, triple.reduce((sum, node) => sum + node.length, 0) / 800);

/** @throws TypeError for what is not an object, for other names, and for undefined: that would match everything */
export function checkPlaces(pattern: object): void {
  if (typeof pattern !== 'object' || pattern === null)
    throw new TypeError('A pattern must be an object. Give it a subject, a predicate, an object, or some of these.');
  for (const [name, value] of Object.entries(pattern)) {
    if (!(PLACES as readonly string[]).includes(name))
      throw new TypeError(`A pattern has no ${JSON.stringify(name)}. Give subject, predicate or object.`);
    if (value === undefined) throw new TypeError(`The ${name} is undefined. Leave it out to match any.`);
  }
}

export function encodePattern(pattern: Pattern): StoredPattern {
  checkPlaces(pattern);
  const stored = PLACES.map((place) => {
    const node = pattern[place];
    return node === undefined ? undefined : encodeNode(node, `The ${place}`);
  });
  return stored as StoredPattern;
}

/** The orders that triples are kept in: which node stands where. */
export const ORDERS = [
  { name: 'spo', places: [0, 1, 2] },
  { name: 'pos', places: [1, 2, 0] },
  { name: 'osp', places: [2, 0, 1] },
] as const;

type Order = (typeof ORDERS)[number];

/** Which order begins with the known nodes of a pattern, and the bounds of its members there. */
interface Range {
  readonly order: Order;
  readonly min: string;
  readonly max: string;
}

export function rangeOf(pattern: StoredPattern): Range {
  const known = pattern.filter((node) => node !== undefined).length;
  const begins = ({ places }: Order) => places.slice(0, known).every((place) => pattern[place] !== undefined);
  const order = ORDERS.find(begins)!;
  if (known === 0) return { order, min: '-', max: '+' };
  const start = order.places
    .slice(0, known)
    .map((place) => pattern[place])
    .join(SEPARATOR);
  if (known === 3) return { order, min: `[${start}`, max: `[${start}` };
  // the sign that follows the separator ends what begins with it
  return { order, min: `[${start}${SEPARATOR}`, max: `(${start}\x01` };
}

/** Read a member of one of the orders. */
export function decodeMember({ places }: Order, member: string): Statement {
  const nodes = member.split(SEPARATOR).map(decodeNode);
  return Object.fromEntries(places.map((place, i) => [PLACES[place], nodes[i]])) as unknown as Statement;
}
