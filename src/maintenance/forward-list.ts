// The forward list of a text, as scripts/lua/lib/text/codes.lua and writing/forward.lua write it: a term stands there as the character of its
// number in UTF-8, from 32 on; 1 is a word that is not indexed, 0 stands before one more term of the same place, and the number of
// words ends it, in digits of base 30 from 2 on.
const [SAME, SKIPPED, DIGIT, BASE, FIRST] = [0, 1, 2, 30, 32];

/** How many bytes a character has, by its first one. */
const sizeOf = (first: number): number => (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);

/** What the bytes behind the first one leave of it. */
const LEADS = [0, 0x7f, 0x1f, 0x0f, 0x07];

/** The numbers of the terms that a list has; of bytes that are not a list, any. */
export function numbersOf(list: Buffer): Set<number> {
  const numbers = new Set<number>();
  for (let at = 0; at < list.length; ) {
    const size = sizeOf(list[at]!);
    let n = list[at]! & LEADS[size]!;
    for (const byte of list.subarray(at + 1, at + size)) n = n * 64 + (byte & 0x3f);
    if (n >= FIRST) numbers.add(n);
    at += size;
  }
  return numbers;
}

// not String.fromCodePoint: numbers take the place of surrogates as well
function codeOf(n: number): number[] {
  const last = 0x80 + (n % 64);
  const [second, third] = [Math.floor(n / 64), Math.floor(n / 4096)];
  if (n < 0x80) return [n];
  if (n < 0x800) return [0xc0 + second, last];
  if (n < 0x10000) return [0xe0 + third, 0x80 + (second % 64), last];
  return [0xf0 + Math.floor(n / 262144), 0x80 + (third % 64), 0x80 + (second % 64), last];
}

function endingOf(words: number): number[] {
  const rest = Math.floor(words / BASE);
  return [...(rest > 0 ? endingOf(rest) : []), DIGIT + (words % BASE)];
}

/** The list of a text by its terms (src/text/terms.ts); undefined where one of them has no number. */
export function forwardList(terms: string, numbers: ReadonlyMap<string, number>): Buffer | undefined {
  const [bytes, places]: [number[], string[]] = [[], terms === '' ? [] : terms.split(' ')];
  for (const place of places) {
    if (place === '') bytes.push(SKIPPED);
    for (const [i, term] of place === '' ? [] : place.split('|').entries()) {
      const n = numbers.get(term);
      if (n === undefined) return undefined;
      bytes.push(...(i > 0 ? [SAME] : []), ...codeOf(n));
    }
  }
  return Buffer.from([...bytes, ...endingOf(places.filter(Boolean).length)]);
}
