import { sliceBounds } from '../arguments.js';
import { lexBounds, limit, scoreBounds } from './bounds.js';
import type {
  LexRangeOptions,
  MemberBound,
  ScoreRangeOptions,
  SliceOptions,
  StoredRange,
} from './sorted-set-ranges.js';

type Arguments = (string | number)[];

export const flags = ({ reverse, withScores }: SliceOptions = {}): string[] => [
  ...(reverse ? ['rev'] : []),
  ...(withScores ? ['withscores'] : []),
];

/** What ZRANGE takes for a range of scores; undefined when nothing can be in it. */
export function scoreRange(options: ScoreRangeOptions): Arguments | undefined {
  const { min = -Infinity, max = Infinity, reverse } = options;
  const bounds = scoreBounds(min, max);
  const page = limit(options);
  return page && [...(reverse ? bounds.reverse() : bounds), 'byscore', ...flags({ reverse }), ...page];
}

/** What ZRANGE takes for a range of texts; undefined when nothing can be in it. */
export function lexRange(options: LexRangeOptions): Arguments | undefined {
  const { min, max, reverse } = options;
  const bounds = lexBounds(min, max);
  const page = limit(options);
  return page && [...(reverse ? bounds.reverse() : bounds), 'bylex', ...flags({ reverse }), ...page];
}

/** What ZRANGESTORE takes; undefined when nothing can be in it. */
export function storedRange(range: StoredRange): Arguments | undefined {
  switch (range.by) {
    case 'score':
      return scoreRange(range);
    case 'lex':
      return lexRange(range);
    case 'rank': {
      const bounds = sliceBounds(range.start ?? 0, range.end);
      return bounds && [...bounds, ...flags({ reverse: range.reverse })];
    }
    default:
      throw new TypeError("A range to store is by rank, score or lex. Say so: { by: 'rank', start: 0, end: 10 }.");
  }
}

/** A member that bounds a range, and whether it stays outside. */
export function boundary<T>(bound: MemberBound<T>): { readonly value: T; readonly exclusive: boolean } {
  const whole = typeof bound === 'object' && bound !== null && 'value' in bound && 'exclusive' in bound;
  return whole ? (bound as { value: T; exclusive: boolean }) : { value: bound as T, exclusive: false };
}
