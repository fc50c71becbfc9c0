import type { IndexAnswers } from './operators.js';

/** The ids themselves. */
export const primary: IndexAnswers = {
  operators: new Set(['eq', 'ne', 'in', 'notIn']),
  answer(_on, _operator, values) {
    return { op: 'ids', ids: [...new Set(values)] };
  },
};
