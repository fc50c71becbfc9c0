import { QueryError } from '../../errors/query.js';
import { LONGEST } from '../../indexes/keyspace.js';
import { INDEX_KINDS } from '../../indexes/kinds.js';
import { isRanked, type Plan } from '../../plan/plan.js';
import type { RequestPart } from '../../plan/related.js';
import { describe } from '../../schema/describe.js';
import type { RelationTarget } from '../../schema/link.js';
import { type FieldSchema, isLinked, type RelationSchema, type Schema } from '../../schema/schema.js';
import { rowNames } from '../../schema/version.js';
import { didYouMean } from '../../util/closest.js';
import { type OptionNames, strangeOption } from '../../util/options.js';
import { checkNesting, isPlainObject } from '../plain-object.js';
import type { QueryState } from '../query-state.js';
import { indexesOf } from './field-indexes.js';
import { compileRequest } from './request.js';

/** One relation that is loaded along: where it leads, and what is asked of the entities there. */
export interface WithPart {
  readonly property: string;
  readonly kind: 'ref' | RelationSchema['kind'];
  readonly target: RelationTarget;
  readonly request: RequestPart;
  readonly parts: readonly WithPart[];
}

/** What `with()` is told of a relation: makes the part of a query over its entities. */
type Narrow = (schema: Schema, options: Record<string, unknown>) => QueryState;

type Leading = Pick<RequestPart, 'via' | 'longest' | 'digested'>;

const TO_ONE = { with: true };
const TO_MANY = { ...TO_ONE, where: true, orderBy: true, limit: true };
const ORDERED = { ...TO_MANY, reverse: true };

const KNOWN: Readonly<Record<WithPart['kind'], OptionNames<object>>> = {
  ref: TO_ONE,
  one: TO_ONE,
  inverse: TO_MANY,
  set: TO_MANY,
  list: ORDERED,
  sortedSet: ORDERED,
};

function checkOptions(name: string, wanted: unknown, kind: WithPart['kind']): Record<string, unknown> {
  if (wanted === true) return {};
  const known = KNOWN[kind];
  const toOne = known === TO_ONE;
  if (!isPlainObject(wanted))
    throw new QueryError(
      `${name}: with() takes true, or an object such as { ${toOne ? 'with: { ... }' : 'limit: 3'} }, not ${describe(wanted)}. Correct it.`,
    );
  const wrong = strangeOption(`${name}: with()`, wanted, known);
  if (wrong !== undefined) throw new QueryError(wrong);
  const { reverse } = wanted;
  if (reverse !== undefined && typeof reverse !== 'boolean')
    throw new QueryError(`${name}: reverse is true or false, not ${describe(reverse)}. Correct it, or leave it out.`);
  return wanted;
}

/** By what the entities of a relation are found: a leaf for the empty id of the entity here. */
function leading(schema: Schema, relation: RelationSchema): Leading {
  if (!isLinked(relation)) return leadingIndex(schema, relation.link.field);
  const { out } = relation.link.pair;
  return { via: { op: 'posting', key: `${out}:` }, longest: LONGEST, digested: `${out}/` };
}

/** Where a side keeps its entities in an order, which holds where no other one is asked for. */
function inOwnOrder(
  schema: Schema,
  relation: RelationSchema | undefined,
  { order }: QueryState,
  plan: Plan | undefined,
  reverse: boolean,
): Pick<RequestPart, 'own' | 'kind' | 'reverse'> | undefined {
  if (!relation || !isLinked(relation) || relation.kind === 'set') return undefined;
  if (!order && !isRanked(plan))
    return { own: schema.keyspace.own(relation.property, ''), kind: relation.kind, ...(reverse && { reverse }) };
  if (!reverse) return undefined;
  throw new QueryError(
    `${schema.model}.${relation.property}: reverse turns the relation's own order around, and ${order ? 'orderBy' : 'a search'} gives another one. ${order ? "Say 'desc' there" : 'Leave it out'}.`,
  );
}

/** The index by which entities lead here. */
function leadingIndex(schema: Schema, field: FieldSchema): Leading {
  const index = indexesOf(schema, field).find(({ kind }) => kind === INDEX_KINDS.exact || kind === INDEX_KINDS.unique)!;
  const { keyspace } = schema;
  return { via: index.kind.plan(index.on, 'eq', ['']), longest: LONGEST, digested: keyspace.digested(index.on.index) };
}

/** A relation of a model: where it leads, and how its entities are asked for. */
export interface End {
  readonly kind: WithPart['kind'];
  readonly target: RelationTarget;
  /** the field that has the id */
  readonly field: FieldSchema | undefined;
  /** the part of a request: what is asked of the entities, with which fields; `place` is that of the field among those of the rows */
  part(
    state: QueryState,
    fields: readonly string[],
    place: number,
    along: readonly RequestPart[],
    reverse?: boolean,
  ): RequestPart;
}

/** The relation of a property; undefined where there is none. */
export function endToLoad(schema: Schema, property: string): End | undefined {
  const field = schema.references.find((each) => each.property === property);
  const relation = schema.relations.find((each) => each.property === property);
  if (!field && !relation) return undefined;
  const target = field ? field.reference!.link.target : relation!.link.target;
  return {
    kind: relation?.kind ?? 'ref',
    target,
    field,
    part(state, asked, place, along, reverse = false) {
      const fields = rowNames(target.schema, asked);
      const { models, plan, order, limit, budget } = compileRequest(target.schema, state, fields);
      const more = along.length > 0 ? { with: along } : {};
      const listed = inOwnOrder(schema, relation, state, plan, reverse);
      if (listed) return { models, plan, limit, budget, fields, ...listed, ...more };
      const ends = field ? { at: place + 1 } : leading(target.schema, relation!);
      const inOrder = order ?? (field ? undefined : [{ op: 'id', reverse: false } as const]);
      return { models, plan, order: inOrder, limit, budget, fields, ...ends, ...more };
    },
  };
}

function partOf(schema: Schema, property: string, wanted: unknown, narrow: Narrow): WithPart {
  const end = endToLoad(schema, property);
  if (!end) throw unknownRelation(schema, property);
  const { kind, target, field } = end;
  checkNesting(wanted, `${schema.model}.${property}: with()`);
  const options = checkOptions(`${schema.model}.${property}`, wanted, kind);
  const parts = options.with === undefined ? [] : planWith(target.schema, options.with, narrow);
  const fields = target.schema.fields.map(({ stored }) => stored);
  const place = field ? schema.fields.indexOf(field) : -1;
  const along = parts.map(({ request }) => request);
  const state = narrow(target.schema, options);
  return { property, kind, target, parts, request: end.part(state, fields, place, along, options.reverse === true) };
}

function unknownRelation(schema: Schema, property: string): QueryError {
  if (schema.byProperty.get(property)?.codec.name === 'foreign')
    return new QueryError(
      `${schema.model}.${property} leads to another store, which a query does not read. Use load(): all that a tick asks for come in one call.`,
    );
  const known = [...schema.references, ...schema.relations].map((each) => each.property);
  const said = known.length > 0 ? `Use one of: ${known.join(', ')}.` : 'It has none: leave the call out.';
  const meant = didYouMean(property, known).replace(/^d/, 'D');
  return new QueryError([noRelation(schema, property), meant, said].filter(Boolean).join(' '));
}

function noRelation({ model, byProperty, containers }: Schema, property: string): string {
  const container = containers.find((each) => each.property === property);
  if (container)
    return `${model}.${property} is a container (${container.kind}), which no query loads. Read it of the entities.`;
  if (byProperty.has(property))
    return `${model}.${property} is a field, which comes with its entity: with() takes relations.`;
  return `${model} has no relation ${JSON.stringify(property)}.`;
}

/** The relations that `with({ city: true, posts: { limit: 3 } })` names. */
export function planWith(schema: Schema, shape: unknown, narrow: Narrow): readonly WithPart[] {
  if (!isPlainObject(shape))
    throw new QueryError(`with() takes an object such as { city: true }, not ${describe(shape)}. Correct it.`);
  return Object.entries(shape)
    .filter(([, wanted]) => wanted !== undefined && wanted !== false)
    .map(([property, wanted]) => partOf(schema, property, wanted, narrow));
}
