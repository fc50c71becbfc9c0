import { type Binding, bindingOf, type NamedModel } from '../entity/binding.js';
import { Reference } from '../entity/loading/reference.js';
import { savedId } from '../entity/saving/save.js';
import { amountsOf } from '../entity/stored/increment.js';
import { type Mark, type TransferEnd, transferStored } from '../entity/stored/transfer.js';
import { handleOf, Tracked } from '../entity/tracked.js';
import { ValidationError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import { isPlainObject } from '../query/plain-object.js';
import { describe } from '../schema/describe.js';
import { homeText } from '../schema/home-text.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import type { OnceKey } from '../write/change-set.js';
import { namedField } from './field-handle.js';
import { storedId } from './find.js';

/** What transfer() was given; unchecked. */
interface Given {
  readonly from?: unknown;
  readonly to?: unknown;
  readonly field?: unknown;
  readonly amount?: unknown;
  readonly floor?: unknown;
  readonly once?: unknown;
  readonly onceFor?: unknown;
}

type Located = Pick<TransferEnd, 'binding' | 'id' | 'entity'>;

const NAMES = ['from', 'to', 'field', 'amount', 'floor', 'once', 'onceFor'];
const WEEK = 604_800_000;
const EXAMPLE = 'Write it as in Account.transfer({ from: 1, to: 2, field: (account) => account.balance, amount: 10 }).';

function checkGiven(given: unknown): asserts given is Given {
  if (!isPlainObject(given)) throw new QueryError(`transfer() takes an object, not ${describe(given)}. ${EXAMPLE}`);
  const unknown = Object.keys(given).find((name) => !NAMES.includes(name));
  if (unknown !== undefined)
    throw new QueryError(`transfer() knows no ${JSON.stringify(unknown)}, only ${NAMES.join(', ')}. ${EXAMPLE}`);
}

const wrongModel = (name: string, { model }: Schema, found: string): QueryError =>
  new QueryError(`${name} of transfer() must be an entity of ${model}, and is ${found}. ${EXAMPLE}`);

/** An entity that was given as itself, as a reference to it, or by its id. */
function locate(binding: Binding, name: string, given: unknown): Located {
  const { schema, connection } = binding;
  const known =
    given instanceof Reference ? given.binding : given instanceof Tracked ? bindingOf(given.constructor) : binding;
  if (known.schema.model !== schema.model) throw wrongModel(name, schema, `one of ${known.schema.model}`);
  if (known.schema.keyspace.prefix !== schema.keyspace.prefix || known.connection.direct !== connection.direct)
    throw wrongModel(name, schema, `of another database, ${homeText(known)}`);
  const entity = given instanceof Reference ? given.entity : given instanceof Tracked ? given : undefined;
  if (entity) {
    const handle = handleOf(entity);
    return { binding, id: savedId(handle), entity: handle };
  }
  return { binding, id: given instanceof Reference ? given.storedId : storedId(schema, given) };
}

const EXACT = new Set(['integer', 'decimal']);

function amountField(schema: Schema, of: unknown): FieldSchema {
  const field = namedField(schema, 'transfer()', of);
  const { codec, property } = field;
  if (codec.sum !== undefined && EXACT.has(codec.sum)) return field;
  throw new QueryError(
    `transfer() moves whole numbers, bigints and decimals, which are exact, and ${schema.model}.${property} is of type ${codec.name}. Name another field, or declare it as Field.decimal().`,
  );
}

const isPositive = (stored: string): boolean => !stored.startsWith('-') && /[1-9]/.test(stored);

/** Both ends: what is taken from one is given to the other. */
function sidesOf(
  giver: Located,
  getter: Located,
  [field, other]: readonly [FieldSchema, FieldSchema],
  given: Given,
): [TransferEnd, TransferEnd] {
  const { schema } = giver.binding;
  const { amount, floor } = given;
  const [taken] = amountsOf(schema, { [field.property]: { by: amount, min: floor } });
  if (!isPositive(taken!.amount))
    throw new ValidationError(schema.model, [{ field: 'amount', expected: 'more than 0', found: describe(amount) }]);
  const [got] = amountsOf(getter.binding.schema, { [other.property]: { by: amount } });
  return [
    { ...giver, amount: { ...taken!, amount: `-${taken!.amount}` } },
    { ...getter, amount: got! },
  ];
}

/** The end that gets, of the same model or as `[Shop, 7, (shop) => shop.cash]`. */
function receiver(
  binding: Binding,
  field: FieldSchema,
  to: unknown,
): { readonly getter: Located; readonly other: FieldSchema } {
  if (!Array.isArray(to)) return { getter: locate(binding, 'to', to), other: field };
  const [model, entity, of] = to as readonly unknown[];
  if (typeof model !== 'function')
    throw new QueryError(
      `The first of to of transfer() is a model, not ${describe(model)}. Write [Shop, 7, (shop) => shop.cash].`,
    );
  const there = bindingOf(model as NamedModel);
  const other = amountField(there.schema, of);
  if (there.schema.keyspace.models !== binding.schema.keyspace.models)
    throw new QueryError(
      `${there.schema.model} and ${binding.schema.model} are of two namespaces, and no script writes both. Transfer within one.`,
    );
  if (other.codec.name !== field.codec.name)
    throw new QueryError(
      `${there.schema.model}.${other.property} is of type ${other.codec.name}, and ${binding.schema.model}.${field.property} of type ${field.codec.name}. Transfer between fields of one type.`,
    );
  return { getter: locate(there, 'to', entity), other };
}

function markOf(binding: Binding, [entity, of]: readonly unknown[]): Mark {
  if (!(entity instanceof Tracked))
    throw new QueryError(
      `once of transfer() begins with an entity, not ${describe(entity)}. Write { once: [order, (order) => order.paid] }.`,
    );
  const there = bindingOf(entity.constructor);
  if (there.schema.keyspace.models !== binding.schema.keyspace.models)
    throw wrongModel('once', binding.schema, `${there.schema.model} in another namespace`);
  const { schema } = there;
  const field = namedField(schema, 'transfer()', of);
  if (field.codec.name !== 'boolean')
    throw new QueryError(
      `once of transfer() names a boolean field, and ${schema.model}.${field.property} is of type ${field.codec.name}. Name one of Field.boolean().`,
    );
  const located = locate(there, 'once', entity);
  return { ...located, position: schema.fields.indexOf(field), value: field.codec.encode(true) };
}

function onceKey({ schema }: Binding, once: unknown, kept: unknown): OnceKey {
  if (typeof once !== 'string' || once === '' || !once.isWellFormed())
    throw new QueryError(
      `once of transfer() is a text that is not empty, or [order, (order) => order.paid], not ${describe(once)}. Give what tells this transfer from every other one.`,
    );
  if (kept !== null && !(Number.isSafeInteger(kept) && (kept as number) > 0))
    throw new QueryError(
      `onceFor of transfer() is a whole number of milliseconds from 1 on, or null for ever, not ${describe(kept)}. Correct it.`,
    );
  return { key: schema.keyspace.once(once), kept: kept as number | null };
}

const keyOf = ({ binding, id }: Located): string => binding.schema.keyspace.entity(id);

function refuseSame(all: readonly Located[]): void {
  const keys = all.map(keyOf);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice !== undefined)
    throw new QueryError(`transfer() was given ${twice} twice. Give two entities, and a third one for once.`);
}

/** Take an amount from one entity and give it to another; false where it was done before. */
export async function transfer(binding: Binding, given: unknown): Promise<boolean> {
  checkGiven(given);
  const field = amountField(binding.schema, given.field);
  const giver = locate(binding, 'from', given.from);
  const { getter, other } = receiver(binding, field, given.to);
  const sides = sidesOf(giver, getter, [field, other], given);
  const mark = Array.isArray(given.once) ? markOf(binding, given.once) : undefined;
  const { onceFor = WEEK } = given;
  const once = given.once === undefined || mark ? undefined : onceKey(binding, given.once, onceFor);
  refuseSame([...sides, ...(mark ? [mark] : [])]);
  return transferStored({ sides, mark, once });
}
