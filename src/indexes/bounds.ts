import type { Bounds } from '../plan/plan.js';
import type { Operator } from './operators.js';

type BoundsOf = { readonly [O in Operator]?: (values: readonly string[]) => Bounds };

/** The ranges of numbers, as ZCOUNT takes them. */
export const NUMBER_BOUNDS: BoundsOf = {
  lt: ([value]) => ({ max: `(${value}` }),
  lte: ([value]) => ({ max: value! }),
  gt: ([value]) => ({ min: `(${value}` }),
  gte: ([value]) => ({ min: value! }),
  between: ([low, high]) => ({ min: low!, max: high! }),
};

const nextCodePoint = (point: number): number => (point === 0xd7ff ? 0xe000 : point + 1);

/** The least text behind all texts that start with a prefix; undefined when there is none. */
export function successor(prefix: string): string | undefined {
  const body = prefix.replace(/\u{10ffff}+$/u, '');
  const [last] = /.$/su.exec(body) ?? [];
  return last && body.slice(0, -last.length) + String.fromCodePoint(nextCodePoint(last.codePointAt(0)!));
}

function beginningWith(prefix: string): Bounds {
  const end = successor(prefix);
  return { min: `[${prefix}`, ...(end !== undefined && { max: `(${end}` }) };
}

/** The ranges of texts that are members themselves, as ZLEXCOUNT takes them. */
export const MEMBER_BOUNDS: BoundsOf = {
  lt: ([value]) => ({ max: `(${value}` }),
  lte: ([value]) => ({ max: `[${value}` }),
  gt: ([value]) => ({ min: `(${value}` }),
  gte: ([value]) => ({ min: `[${value}` }),
  between: ([low, high]) => ({ min: `[${low}`, max: `[${high}` }),
  startsWith: ([prefix]) => beginningWith(prefix!),
};
