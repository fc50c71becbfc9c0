/**
 * A reply of pairs: flat as RESP2 has it, one array each as RESP3 has it (a client of the user may be set to hand that on),
 * or the object that ioredis makes of HGETALL.
 */
export function pairs(reply: unknown): [unknown, unknown][] {
  if (!Array.isArray(reply)) return Object.entries(reply as object);
  if (Array.isArray(reply[0])) return reply as [unknown, unknown][];
  return Array.from({ length: reply.length / 2 }, (_, i) => [reply[2 * i], reply[2 * i + 1]]);
}

/** The pairs of a reply, each turned into something else; the flat form without an array in between. */
export function mapPairs<R>(reply: unknown, make: (first: unknown, second: unknown) => R): R[] {
  if (!Array.isArray(reply) || Array.isArray(reply[0]))
    return pairs(reply).map(([first, second]) => make(first, second));
  const made: R[] = [];
  for (let i = 0; i < reply.length; i += 2) made.push(make(reply[i], reply[i + 1]));
  return made;
}

/** A score as the server writes it. */
export function readScore(reply: unknown): number {
  const number = Number(reply);
  if (!Number.isNaN(number)) return number;
  return String(reply).startsWith('-') ? -Infinity : Infinity;
}

export const optionalScore = (reply: unknown): number | undefined => (reply === null ? undefined : readScore(reply));
