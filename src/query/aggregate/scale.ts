import { QueryError } from '../../errors/query.js';
import { describe } from '../../schema/describe.js';
import type { FieldType } from '../../types/field-type.js';
import { compareStored } from './tally.js';

/** How the values of a column of an aggregate are checked and compared. */
export interface Scale {
  readonly expected: string;
  accepts(value: unknown): boolean;
  compare(a: unknown, b: unknown): number;
}

export const NUMBERS: Scale = {
  expected: 'a number',
  accepts: (value) => typeof value === 'number' && !Number.isNaN(value),
  compare: (a, b) => (a as number) - (b as number),
};

/** The values of a field. */
export const scaleOf = (type: FieldType): Scale => ({
  expected: type.expected,
  accepts: (value) => type.accepts(value),
  compare: (a, b) => compareStored(type, type.encode(a), type.encode(b)),
});

/** No value stands behind all others. */
export function compareOptional(scale: Scale, a: unknown, b: unknown): number | undefined {
  if (a === undefined || b === undefined) return a === b ? 0 : undefined;
  return scale.compare(a, b);
}

export function checkOperand(scale: Scale, name: string, value: unknown): void {
  if (scale.accepts(value)) return;
  throw new QueryError(
    `having: ${name} is compared with ${scale.expected}, not ${describe(value)}. Correct the value.`,
  );
}
