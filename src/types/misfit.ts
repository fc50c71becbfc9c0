/** How much of a stored value a message repeats. */
const LONGEST = 40;

/** What `decode` throws for a stored form that is none of its type's. */
export function misfit(expected: string, stored: string): TypeError {
  const found = stored.length > LONGEST ? `${stored.slice(0, LONGEST)}...` : stored;
  return new TypeError(`expected ${expected}, found ${JSON.stringify(found)}`);
}
