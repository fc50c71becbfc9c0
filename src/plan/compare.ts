// surrogates stand for code points above all others
const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** A number as the scripts write it: scores of a sorted set may be infinite. */
export const numberOf = (text: string): number => Number(text.replace('inf', 'Infinity'));

/** Texts in the order of their code points, which is that of their UTF-8 bytes and of every index. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** The order of ids in stored form that the scripts use as well. */
export function compareIds(integer: boolean, a: string, b: string): number {
  return integer ? Number(a) - Number(b) : compareTexts(a, b);
}

/** Ids in the order that the script gives them. */
export const sortIds = (integer: boolean, ids: readonly string[]): string[] =>
  [...ids].sort((a, b) => compareIds(integer, a, b));

interface WithId {
  readonly id: string;
}

/** Rows in the order of their ids; most strategies gave them so already. */
export function sortById<R extends WithId>(integer: boolean, rows: readonly R[]): readonly R[] {
  const isOrdered = rows.every((row, i) => i === 0 || compareIds(integer, rows[i - 1]!.id, row.id) < 0);
  return isOrdered ? rows : [...rows].sort((a, b) => compareIds(integer, a.id, b.id));
}
