// What was written, as code, for those who are told of writes.
import type { FieldSchema, Schema } from '../schema/schema.js';
import { HIDDEN, someText, valueText } from '../schema/value-text.js';
import type { AddedAmount, Change, StoredValues } from './change.js';
import type { LinkChange, LinkEnd } from './linking.js';

/** The value of a stored form; of a relation the id. */
function decoded({ codec, reference }: FieldSchema, stored: string): unknown {
  try {
    return (reference?.link.target.schema.primary.field.codec ?? codec).decode(stored);
  } catch {
    // of a type of the user's, perhaps
    return stored;
  }
}

function storedText(field: FieldSchema, stored: string | null | undefined): string {
  if (stored == null) return 'undefined';
  return field.hidden ? HIDDEN : valueText(decoded(field, stored));
}

const idText = ({ primary }: Schema, id: string): string => storedText(primary.field, id);

const objectText = (members: readonly string[]): string => (members.length === 0 ? '{}' : `{ ${members.join(', ')} }`);

const memberText = (field: FieldSchema, stored: string | null | undefined): string =>
  `${field.property}: ${storedText(field, stored)}`;

/** The values of a new entity; what getters give stands behind its fields, and is not shown. */
function rowText({ schema, id, ends = [] }: Change, row: StoredValues): string {
  const members = schema.fields.flatMap((field, i) => {
    if (ends.some(({ position }) => position === i)) return [`${field.property}: (new)`];
    return row[i] == null ? [] : [memberText(field, row[i])];
  });
  return objectText(id === '' ? members : [memberText(schema.primary.field, id), ...members]);
}

const membersAt = ({ fields }: Schema, positions: readonly number[], row: StoredValues): string[] =>
  positions.filter((i) => i < fields.length).map((i) => memberText(fields[i]!, row[i]));

function amountText({ fields }: Schema, { position, amount, min, max }: AddedAmount): string {
  const { property, hidden } = fields[position]!;
  if (hidden) return `${property}: ${HIDDEN}`;
  const bounds = [min !== undefined && `min: ${min}`, max !== undefined && `max: ${max}`].filter(Boolean);
  return `${property}: ${bounds.length === 0 ? amount : `{ ${[`by: ${amount}`, ...bounds].join(', ')} }`}`;
}

/** What a change says behind the id of its entity. */
function detailText(change: Change): string | undefined {
  const { schema } = change;
  if (change.op === 'update' || change.op === 'swap')
    return objectText(membersAt(schema, change.positions, change.after));
  if (change.op === 'mark') return objectText(membersAt(schema, [change.position], rowWith(change)));
  if (change.op === 'expire') return String(change.ttl);
  if (change.op !== 'increment') return undefined;
  const { amounts, set } = change;
  const also = set ? membersAt(schema, set.positions, set.after) : [];
  return objectText([...amounts.map((one) => amountText(schema, one)), ...also]);
}

const rowWith = ({ position, value }: Change & { op: 'mark' }): StoredValues => {
  const row: StoredValues = [];
  row[position] = value;
  return row;
};

const VERBS: { readonly [Op in Change['op']]?: string } = {
  insert: 'create',
  put: 'save',
  update: 'change',
  swap: 'change',
};

function oneText(change: Change): string {
  const { schema, op, id } = change;
  const call = `${schema.model}.${VERBS[op] ?? op}`;
  if (op === 'insert' || op === 'put' || op === 'upsert') return `${call}(${rowText(change, change.row)})`;
  return `${call}(${[idText(schema, id), detailText(change)].filter((part) => part !== undefined).join(', ')})`;
}

/** An end of a pair; a number is the place of a change of the same call, whose entity has no id yet. */
const endText = (schema: Schema, end: LinkEnd): string => (typeof end === 'number' ? '(new)' : idText(schema, end));

function linkText({ schema, relation, id, verb, ids }: LinkChange): string {
  const target = relation.link.target.schema;
  return `${schema.model}(${endText(schema, id)}).${relation.property}.${verb}(${someText(ids, (end) => endText(target, end))})`;
}

/**
 * Changes as code: `User.create({ name: "Ada" })`, the first few of many. Values of hidden fields are left out, and long ones cut.
 */
export const changesText = (changes: readonly (Change | LinkChange)[]): string =>
  someText(changes, (change) => (change.op === 'link' ? linkText(change) : oneText(change)), '; ');
