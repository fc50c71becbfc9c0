import type { FieldType } from '../types/field-type.js';
import { MEMBER_BOUNDS, NUMBER_BOUNDS } from './bounds.js';
import { distinct, type IndexKind } from './index-kind.js';
import { type Operator, RANGES } from './operators.js';

const OF_NUMBERS: ReadonlySet<Operator> = new Set(RANGES);
const OF_TEXTS: ReadonlySet<Operator> = new Set([...RANGES, 'startsWith']);

const isNumber = ({ key }: FieldType): boolean => key === 'integer';

/** The ids themselves, which are kept in their order. */
export const primary: IndexKind = {
  place: (keyspace) => ({ key: keyspace.ids }),
  listsMissing: false,
  operators: (type) => (isNumber(type) ? OF_NUMBERS : OF_TEXTS),
  plan({ keyspace, type }, operator, values) {
    const bounds = (isNumber(type) ? NUMBER_BOUNDS : MEMBER_BOUNDS)[operator];
    return bounds ? { op: 'id_range', key: keyspace.ids, ...bounds(values) } : { op: 'ids', ids: distinct(values) };
  },
};
