import { QueryError } from '../errors/query.js';

/** How many characters may stand between two literals: `most` -1 is any number. */
type Gap = readonly [least: number, most: number];

/** A pattern as the server reads it: gap, literal, gap, literal ... gap; it fits a text from its first character to its last. */
export interface TextPattern {
  /** what every text that fits begins with */
  readonly prefix: string;
  readonly literals: readonly string[];
  /** one more than literals */
  readonly gaps: readonly Gap[];
}

const WILDCARDS: Readonly<Record<string, Gap>> = { '*': [0, -1], '+': [1, -1], '!': [1, 1], '?': [0, 1] };

/** What one pattern may ask of the server, for each text that it looks at. */
const MOST = { characters: 1000, gaps: 32 };

const both = ([a, b]: Gap, [c, d]: Gap): Gap => [a + c, b < 0 || d < 0 ? -1 : b + d];

function checkSize(pattern: string, gaps: number): void {
  if (pattern.length <= MOST.characters && gaps <= MOST.gaps) return;
  throw new QueryError(
    `A pattern has at most ${MOST.characters} characters and ${MOST.gaps} places with * + ! or ?, and like() was given ${pattern.length} and ${gaps}. Use a shorter one.`,
  );
}

/** Wildcards that follow each other are one gap; what stands between gaps is literal. */
export function parsePattern(pattern: string): TextPattern {
  const literals: string[] = [];
  const gaps: Gap[] = [[0, 0]];
  for (const [part = ''] of pattern.matchAll(/[*+!?]+|[^*+!?]+/gu)) {
    if (Object.hasOwn(WILDCARDS, part[0]!))
      gaps.push([...part].map((one) => WILDCARDS[one]!).reduce(both, gaps.pop()!));
    else {
      literals.push(part);
      gaps.push([0, 0]);
    }
  }
  checkSize(pattern, gaps.length);
  return { prefix: gaps[0]![1] === 0 ? (literals[0] ?? '') : '', literals, gaps };
}
