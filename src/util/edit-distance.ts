/**
 * Whether a word can be made from another by at most `limit` steps, each of which adds, drops or replaces a letter or swaps two
 * neighbours: optimal string alignment (Damerau 1964; Wagner and Fischer 1974), row by row, given up as soon as a row is beyond.
 */
export function isWithin(a: string, b: string, limit: number): boolean {
  const [from, to] = [[...a], [...b]];
  if (Math.abs(from.length - to.length) > limit) return false;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      let steps = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) steps = Math.min(steps, before[j - 2]! + 1);
      row.push(steps);
    }
    if (Math.min(...row) > limit) return false;
    [before, last] = [last, row];
  }
  return last[to.length]! <= limit;
}
