import { distinct, type IndexKind, planMissing } from './index-kind.js';
import { planBeginning, planPattern, planTexts } from './lexical.js';
import { EQUALITY, type Operator } from './operators.js';
import { parsePattern } from './pattern.js';

const OPERATORS: ReadonlySet<Operator> = new Set([...EQUALITY, 'isNull', 'endsWith', 'like']);

/** Texts with their characters in reverse, so that their ends are beginnings; values come in that form as well. */
export const reversed: IndexKind = {
  fits: ({ order, unordered }, { suffix }) => order === 'text' && unordered === true && suffix,
  remedy: () => '@Index({ suffix: true })',
  form: 'reversed',
  place: (keyspace, index) => ({ key: keyspace.reversed(index) }),
  listsMissing: true,
  operators: () => OPERATORS,
  plan(on, operator, values) {
    if (operator === 'isNull') return planMissing(on);
    const key = on.keyspace.reversed(on.index);
    if (operator === 'endsWith') return planBeginning(on, key, values[0]!);
    if (operator === 'like') return planPattern(on, key, parsePattern(values[0]!));
    return planTexts(on, key, distinct(values));
  },
};
