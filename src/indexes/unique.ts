import type { IndexAnswers } from './operators.js';

/** Value to id: the holder of a value in one step. */
export const unique: IndexAnswers = {
  operators: new Set(['eq', 'ne', 'in', 'notIn']),
  answer({ index }, _operator, values) {
    return { op: 'unique', index, values: [...new Set(values)] };
  },
};

/** Several values as one: each behind its length in bytes, so that no two lists of values look alike. */
export function joinValues(values: readonly string[]): string {
  return values.length === 1 ? values[0]! : values.map((value) => `${Buffer.byteLength(value)}:${value}`).join('');
}
