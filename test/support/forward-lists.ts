// Reads what a full-text index stores (scripts/lua/lib/text/codes.lua, dictionary/rare.lua), in a second way of its own.

interface Places {
  /** the number of each term, at its place */
  readonly terms: readonly (readonly [n: number, place: number])[];
  readonly words: number;
}

/** A forward list taken apart; what its end says must be what it has. */
export function readForwardList(list: string): Places {
  const terms: [number, number][] = [];
  let [place, words, ending, again] = [0, 0, 0, false];
  for (const sign of list) {
    const code = sign.codePointAt(0)!;
    if (code === 0) again = true;
    else if (code === 1) place++;
    else if (code < 32) ending = ending * 30 + code - 2;
    else {
      if (again) place--;
      else words++;
      terms.push([code, place++]);
      again = false;
    }
  }
  return { terms, words: words === ending ? words : Number.NaN };
}

/** Where each term stands in each row, as ` 0 2` by id and number. */
export function placesOf(stored: string, rows: ReadonlyMap<string, Readonly<Record<string, string>>>) {
  const places = new Map<string, string>();
  for (const [id, row] of rows)
    for (const [n, place] of readForwardList(row[stored] ?? '').terms)
      places.set(`${id} ${n}`, `${places.get(`${id} ${n}`) ?? ''} ${place}`);
  return places;
}

/** The number that a dictionary has for a term, and the ids of a rare one; the entry as Latin-1. */
export function readEntry(entry: string): { n: string; ids: string[] | undefined } {
  if (!entry.startsWith('=')) return { n: entry, ids: undefined };
  const number = Buffer.from(entry.slice(1), 'latin1').toString('utf8').codePointAt(0)!;
  const ids: string[] = [];
  let [id, distance, factor] = [0, 0, 1];
  for (const byte of Buffer.from(entry, 'latin1').subarray(1 + Buffer.byteLength(String.fromCodePoint(number)))) {
    distance += (byte & 127) * factor;
    factor *= 128;
    if (byte > 127) continue;
    id += distance;
    ids.push(String(id));
    [distance, factor] = [0, 1];
  }
  return { n: String(number), ids };
}
