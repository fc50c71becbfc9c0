import type { Plan } from '../plan/plan.js';
import { anyOf, type IndexAnswers, type IndexedField, missing, type Operator } from './operators.js';

type Bounds = { readonly min?: string; readonly max?: string };

/** As lib/bytes.lua: NUL ends a value inside a member, so that a value has none; the order of values stays. */
const escapeText = (value: string): string => value.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01');

// the members of a value are its escaped form, NUL and the id: they end before the escaped form and \x01
const from = (value: string) => `[${escapeText(value)}\0`;
const after = (value: string) => `[${escapeText(value)}\x01`;
const until = (value: string) => `(${escapeText(value)}\0`;
const through = (value: string) => `(${escapeText(value)}\x01`;

const nextCodePoint = (point: number): number => (point === 0xd7ff ? 0xe000 : point + 1);

/** The least text behind all texts that start with a prefix; undefined when there is none. */
function successor(prefix: string): string | undefined {
  const body = prefix.replace(/\u{10ffff}+$/u, '');
  const [last] = /.$/su.exec(body) ?? [];
  return last && body.slice(0, -last.length) + String.fromCodePoint(nextCodePoint(last.codePointAt(0)!));
}

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

const range = ({ keyspace, index, field, form }: IndexedField, bounds: Bounds): Plan => ({
  op: 'lexical',
  key: keyspace.lexical(index),
  field,
  ...(form !== undefined && { form }),
  ...bounds,
});

/** Texts in the order of their bytes, which is that of their code points. */
export const lexical: IndexAnswers = {
  operators: new Set(['eq', 'ne', 'in', 'notIn', 'isNull', 'lt', 'lte', 'gt', 'gte', 'between', 'startsWith']),
  answer(on, operator, values) {
    if (operator === 'isNull') return missing(on);
    const bounds = BOUNDS[operator];
    return bounds
      ? range(on, bounds(values))
      : anyOf(values, (value) => range(on, { min: from(value), max: through(value) }));
  },
};
