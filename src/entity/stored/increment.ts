import type { ValidationIssue } from '../../errors/issues.js';
import { ValidationError } from '../../errors/model.js';
import { describeIn } from '../../schema/describe.js';
import { rowUntil } from '../../schema/lifetime.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import { storedDefault } from '../../schema/stored.js';
import {
  type AddedAmount,
  type Assignment,
  assignmentOf,
  type Change,
  givenRow,
  type StoredValues,
} from '../../write/change.js';
import { ChangeSet } from '../../write/change-set.js';
import type { Binding } from '../binding.js';
import { checkInput } from '../build.js';
import { isDerivedFrom } from '../derive.js';
import { fillsOf } from '../fills.js';
import { differs } from '../inspect.js';
import { type Prepared, prepareSave, type SaveOptions } from '../saving/prepare.js';
import { savedId } from '../saving/save.js';
import type { EntityValues } from '../snapshot.js';
import type { Handle } from '../tracked.js';
import { addHere, type Increment, rewritingBy } from './sums.js';

/** What is given for one field. */
interface Addition {
  readonly by: unknown;
  readonly min?: unknown;
  readonly max?: unknown;
}

const PARTS = new Set(['by', 'min', 'max']);

/** `1`, or `{ by: 1, min: 0 }`. */
const additionOf = (given: unknown): Addition =>
  typeof given === 'object' && given !== null ? (given as Addition) : { by: given };

const CHECKED =
  'has a check, which cannot be asked about a sum that the server makes: set the field and save() instead';

function targetIssue({ primary }: Schema, field: FieldSchema): ValidationIssue | undefined {
  const { property, codec, check } = field;
  if (codec.sum === undefined)
    return { field: property, expected: 'a field of numbers', found: `one of type ${codec.name}` };
  if (field === primary.field)
    return { field: property, expected: 'a field other than the primary key', found: 'the primary key' };
  // the sum is made on the server, where the check cannot run
  return check
    ? { field: property, expected: 'a field without a check', found: 'a check', message: CHECKED }
    : undefined;
}

function partIssues(field: FieldSchema, addition: Addition): ValidationIssue[] {
  const { property, codec } = field;
  const unknown = Object.keys(addition).filter((part) => !PARTS.has(part));
  const wrong = (['by', 'min', 'max'] as const).filter((part) =>
    part === 'by' || addition[part] !== undefined ? !codec.accepts(addition[part]) : false,
  );
  return [
    ...unknown.map((part) => ({ field: `${property}.${part}`, expected: 'by, min or max', found: 'an unknown name' })),
    ...wrong.map((part) => ({
      field: part === 'by' ? property : `${property}.${part}`,
      expected: codec.expected,
      found: describeIn(field, addition[part]),
    })),
  ];
}

/** What a field counts from of which nothing is stored: what it has when it is loaded; undefined where that is 0. */
function startOf(schema: Schema, field: FieldSchema): string | undefined {
  const stored = storedDefault(schema, field);
  return stored === '0' ? undefined : stored;
}

/** What is added to the fields of a model, as the server takes it. */
export function amountsOf(schema: Schema, changes: EntityValues): AddedAmount[] {
  const additions = Object.keys(changes).map((property) => {
    return { field: schema.byProperty.get(property)!, addition: additionOf(changes[property]) };
  });
  const issues = additions.flatMap(({ field, addition }) => targetIssue(schema, field) ?? partIssues(field, addition));
  if (issues.length > 0) throw new ValidationError(schema.model, issues);
  return additions.map(({ field, addition: { by, min, max } }) => ({
    position: schema.fields.indexOf(field),
    amount: field.codec.encode(by),
    from: startOf(schema, field),
    min: min === undefined ? undefined : field.codec.encode(min),
    max: max === undefined ? undefined : field.codec.encode(max),
  }));
}

/** @throws ValidationError where a field that is added to was assigned as well */
function refuseBoth({ entity, values, state, binding: { schema } }: Handle, positions: readonly number[]): void {
  const issues = [...new Set(positions)].flatMap((position): ValidationIssue[] => {
    const field = schema.fields[position]!;
    const before = state.stored?.[position] ?? fillsOf(entity)?.get(position) ?? null;
    const isAssigned = differs(field, before, values[field.property]);
    return isAssigned
      ? [{ field: field.property, expected: 'a new value or an increment, not both', found: 'both' }]
      : [];
  });
  if (issues.length > 0) throw new ValidationError(schema.model, issues);
}

/** What a save would set, but for the fields that are added to; undefined where that is nothing. */
function setBeside(change: Change, stored: StoredValues, sums: ReadonlySet<number>): Assignment | undefined {
  const isOther = (position: number): boolean => !sums.has(position);
  const { before, after, shown, ...of }: Assignment = assignmentOf(change) ?? {
    before: stored,
    after: givenRow(change)!,
    positions: [...givenRow(change)!.keys()],
    compared: [],
  };
  const [positions, compared] = [of.positions.filter(isOther), of.compared.filter(isOther)];
  const lacking = of.lacking?.filter(isOther);
  return positions.length > 0 ? { before, after, positions, compared, shown, lacking } : undefined;
}

/** The same where a getter with an index reads a field that is added to: the sums are made here, and others may be faster. */
function prepareHere(entity: Handle, increment: Increment, options: SaveOptions): Prepared | undefined {
  const { schema } = entity.binding;
  const values = { ...entity.values };
  for (const [position, sum] of rewritingBy(increment)(entity.state.stored!)) {
    const { property, codec } = schema.fields[position]!;
    values[property] = codec.decode(sum!);
  }
  return prepareSave({ ...entity, values }, options);
}

/** One change that adds to fields of a stored entity and writes what else of it changed. */
export function prepareIncrement(entity: Handle, given: readonly AddedAmount[], options: SaveOptions): Prepared {
  const { schema } = entity.binding;
  const stored = entity.state.stored!;
  const amounts = asShown(entity, given);
  const positions = amounts.map(({ position }) => position);
  refuseBoth(entity, positions);
  const increment: Increment = { op: 'increment', schema, id: savedId(entity), amounts };
  const saved = prepareSave(entity, options);
  const here = isDerivedFrom(schema, positions) && prepareHere(entity, increment, options);
  if (here) return here;
  const set = saved && setBeside(saved.change, stored, new Set(positions));
  return { stored: saved?.stored ?? stored, change: set ? { ...increment, set } : increment };
}

/** Sums begin with what the entity shows, where nothing is stored. */
function asShown({ entity }: Handle, amounts: readonly AddedAmount[]): readonly AddedAmount[] {
  const fills = fillsOf(entity);
  return fills ? amounts.map((one) => ({ ...one, from: fills.get(one.position) ?? one.from })) : amounts;
}

/** Take over the sums that the server made. */
export function adoptSums(
  { values, state, binding: { schema } }: Handle,
  by: readonly AddedAmount[],
  sums: readonly string[],
) {
  for (const [i, { position }] of by.entries()) {
    const { property, codec } = schema.fields[position]!;
    values[property] = codec.decode(sums[i]!);
    state.stored = state.stored?.with(position, sums[i]!);
  }
}

/** Add to fields of a stored entity; the sums in stored form. */
export async function addStored(
  binding: Binding,
  id: string,
  amounts: readonly AddedAmount[],
): Promise<{ readonly sums: readonly string[]; readonly until?: string | null | undefined }> {
  const { connection, schema } = binding;
  const change = { op: 'increment', schema, id, amounts } as const;
  const positions = amounts.map(({ position }) => position);
  if (isDerivedFrom(schema, positions)) return { sums: await addHere(binding, change) };
  const set = ChangeSet.of(change);
  const [sums] = await set.write(connection);
  return { sums: sums as readonly string[], until: set.until[0] };
}

/** The same of what a caller gave. */
export function checkedAmounts(schema: Schema, changes: unknown): AddedAmount[] {
  checkInput(schema, changes);
  return amountsOf(schema, { ...changes });
}

/** Add to fields on the server, whatever other writers add. */
export async function incrementEntity(entity: Handle, changes: unknown): Promise<void> {
  const { schema } = entity.binding;
  const amounts = asShown(entity, checkedAmounts(schema, changes));
  if (amounts.length === 0) return;
  const { sums, until } = await addStored(entity.binding, savedId(entity), amounts);
  adoptSums(entity, amounts, sums);
  const { stored } = entity.state;
  if (stored && until !== undefined) entity.state.stored = rowUntil(schema, stored, until);
}
