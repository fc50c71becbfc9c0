import type { Bounds, Plan } from '../plan/plan.js';
import { successor } from './bounds.js';
import { distinct, type IndexedField, type IndexKind, leafOf, planMissing } from './index-kind.js';
import { type Operator, RANGES } from './operators.js';
import { parsePattern, type TextPattern } from './pattern.js';

/** As lib/layout/lexical.lua: NUL ends a value inside a member, so that a value has none; the order of values stays. */
const escapeText = (value: string): string => value.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01');

// the members of a value are its escaped form, NUL and the id: they end before the escaped form and \x01
const from = (value: string) => `[${escapeText(value)}\0`;
const after = (value: string) => `[${escapeText(value)}\x01`;
const until = (value: string) => `(${escapeText(value)}\0`;
const through = (value: string) => `(${escapeText(value)}\x01`;

function prefixed(prefix: string): Bounds {
  const end = successor(escapeText(prefix));
  return { min: `[${escapeText(prefix)}`, ...(end !== undefined && { max: `(${end}` }) };
}

const BOUNDS: { readonly [O in Operator]?: (values: readonly string[]) => Bounds } = {
  lt: ([value]) => ({ max: until(value!) }),
  lte: ([value]) => ({ max: through(value!) }),
  gt: ([value]) => ({ min: after(value!) }),
  gte: ([value]) => ({ min: from(value!) }),
  between: ([low, high]) => ({ min: from(low!), max: through(high!) }),
  startsWith: ([prefix]) => prefixed(prefix!),
};

/** The texts that begin so. */
export const planBeginning = (on: IndexedField, key: string, prefix: string): Plan => ({
  op: 'lexical',
  key,
  ...leafOf(on),
  ...prefixed(prefix),
});

/** The texts that fit a pattern: of those that begin as it does. */
export function planPattern(on: IndexedField, key: string, pattern: TextPattern): Plan {
  const { prefix, ...rest } = pattern;
  return { op: 'pattern', key, ...leafOf(on), ...(prefix !== '' && prefixed(prefix)), ...rest };
}

/** The entities that have one of these texts. */
export function planTexts(on: IndexedField, key: string, values: readonly string[]): Plan {
  const [value] = values;
  if (values.length === 1) return { op: 'lexical', key, ...leafOf(on), min: from(value!), max: through(value!) };
  return { op: 'in', leaf: 'lexical', key, ...leafOf(on), values };
}

const ORDERED: ReadonlySet<Operator> = new Set([...RANGES, 'isNull']);
// what has another form in the index has no beginning that a user knows
const TEXT: ReadonlySet<Operator> = new Set([...ORDERED, 'startsWith', 'like']);

/** Texts in the order of their bytes, which is that of their code points. */
export const lexical: IndexKind = {
  fits: ({ order, unordered }, { ordered, prefix, suffix, pattern }) =>
    order === 'text' && (ordered || prefix || pattern || (unordered !== true && !suffix)),
  remedy: ({ unordered }, operator) =>
    unordered ? `@Index({ ${operator === 'like' ? 'pattern' : 'ordered'}: true })` : '@Index()',
  place: (keyspace, index) => ({ key: keyspace.lexical(index) }),
  listsMissing: true,
  operators: ({ unordered }) => (unordered ? TEXT : ORDERED),
  plan(on, operator, values) {
    if (operator === 'isNull') return planMissing(on);
    const key = on.keyspace.lexical(on.index);
    if (operator === 'like') return planPattern(on, key, parsePattern(values[0]!));
    const bounds = BOUNDS[operator];
    return bounds ? { op: 'lexical', key, ...leafOf(on), ...bounds(values) } : planTexts(on, key, distinct(values));
  },
  order: (on) => ({ op: 'lexical', key: on.keyspace.lexical(on.index), ...leafOf(on) }),
};
