import { ValidationError, type ValidationIssue } from '../errors/model.js';
import { describeIn } from '../schema/describe.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import type { Amount } from '../write/change.js';
import { ChangeSet } from '../write/change-set.js';
import { checkInput } from './build.js';
import { savedId } from './save.js';
import type { Values } from './snapshot.js';
import type { Handle } from './tracked.js';

function amountIssue({ primary }: Schema, field: FieldSchema, amount: unknown): ValidationIssue | undefined {
  const { property, codec, check } = field;
  if (codec.sum === undefined)
    return { field: property, expected: 'a field of numbers', found: `one of type ${codec.name}` };
  if (field === primary.field)
    return { field: property, expected: 'a field other than the primary key', found: 'the primary key' };
  // the sum is made on the server, where the check cannot run
  if (check)
    return { field: property, expected: 'a field without a check; set this one and save() instead', found: 'a check' };
  return codec.accepts(amount)
    ? undefined
    : { field: property, expected: codec.expected, found: describeIn(field, amount) };
}

function amountsOf(schema: Schema, changes: Values): Amount[] {
  const fields = Object.keys(changes).map((property) => schema.byProperty.get(property)!);
  const issues = fields.flatMap((field) => amountIssue(schema, field, changes[field.property]) ?? []);
  if (issues.length > 0) throw new ValidationError(schema.model, issues);
  return fields.map((field) => ({
    position: schema.fields.indexOf(field),
    amount: field.codec.encode(changes[field.property]),
  }));
}

/** Take over the sums that the server made. */
function adoptSums({ values, state, binding: { schema } }: Handle, by: readonly Amount[], sums: readonly string[]) {
  for (const [i, { position }] of by.entries()) {
    const { property, codec } = schema.fields[position]!;
    values[property] = codec.decode(sums[i]!);
    state.stored = state.stored?.with(position, sums[i]!);
  }
}

/** Add to fields on the server, whatever other writers add. */
export async function incrementEntity(entity: Handle, changes: unknown): Promise<void> {
  const { connection, schema } = entity.binding;
  checkInput(schema, changes);
  const amounts = amountsOf(schema, { ...changes });
  if (amounts.length === 0) return;
  const set = ChangeSet.of({ op: 'increment', schema, id: savedId(entity), amounts });
  const [sums] = await set.write(connection);
  adoptSums(entity, amounts, sums as readonly string[]);
}
