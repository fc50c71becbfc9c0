// The fields of a model by property, and beyond its relations those of other models.
import { OF_REFERENCES } from '../indexes/operators.js';
import { describe } from '../schema/describe.js';
import type { Link } from '../schema/link.js';
import type { RelationSchema, Schema } from '../schema/schema.js';
import { showAs, showOne } from '../util/shown.js';
import { askedField } from './asked-field.js';
import { type Condition, type ConditionRecorder, type RelationStep, recordCondition } from './condition.js';
import { beyondReach, codeOf, FieldReference, isAskedOfAny, through, unknownAsked } from './field-reference.js';
import { checkHow, exists, ofMany, whereObject } from './where.js';

type FieldReferences = Readonly<Record<string, FieldReference>>;

const isThere = (schema: Schema, property: string): boolean =>
  askedField(schema, property) !== undefined || schema.relations.some((relation) => relation.property === property);

/** A reference to one entity: itself, and the fields of the entity. */
function leadOn(
  reference: FieldReference,
  { known }: Link,
  path: readonly RelationStep[],
  recorder?: ConditionRecorder,
) {
  return new Proxy(reference, {
    get(target, property) {
      const isOwn = typeof property === 'symbol' || OF_REFERENCES.has(property);
      if (isOwn || !known) return Reflect.get(target, property) as unknown;
      if (property in target && !isThere(known.schema, property)) return Reflect.get(target, property) as unknown;
      return fieldReferences(known.schema, recorder, path)[property];
    },
  });
}

/** A reference to an entity of another store: itself alone. */
function leadOut(reference: FieldReference, model: string, field: string): FieldReference {
  return new Proxy(reference, {
    get(target, property) {
      if (property in target) return Reflect.get(target, property) as unknown;
      throw beyondReach(model, field);
    },
  });
}

const linesOf = (path: readonly RelationStep[]): string =>
  codeOf(path[0]!.model, path.at(-1)!.property, path.slice(0, -1));

/** The one entity that leads here, as it is asked for: its fields, or that there is none. */
function theOne({ link }: RelationSchema, path: readonly RelationStep[], recorder?: ConditionRecorder): object {
  const { schema } = link.target;
  const none = () => through(path.slice(0, -1), exists(path.at(-1)!, recorder).not());
  const one = { isNull: none };
  showOne(one, () => linesOf(path));
  return new Proxy(one, {
    get(own, property) {
      if (property in own && !isThere(schema, String(property))) return Reflect.get(own, property) as unknown;
      return fieldReferences(schema, recorder, path)[String(property)];
    },
  });
}

/** The entities that lead here, as they are asked for. */
class ManyReference {
  static {
    showAs(ManyReference, ({ path }) => linesOf(path));
  }

  constructor(
    private readonly schema: Schema,
    private readonly path: readonly RelationStep[],
    private readonly recorder?: ConditionRecorder,
  ) {}

  /** One of them at least fits; without a condition: there is one. */
  some(...given: readonly unknown[]): Condition {
    return this.ask('some', given);
  }

  /** None of them fits; without a condition: there is none. */
  none(...given: readonly unknown[]): Condition {
    return this.ask('none', given);
  }

  /** All of them fit, or there is none. */
  every(filter: unknown): Condition {
    return this.ask('every', [filter]);
  }

  private ask(how: string, given: readonly unknown[]): Condition {
    const { schema, path, recorder } = this;
    const fits = given.length === 0 ? undefined : readFilter(schema, given[0], `${how}()`, recorder);
    return through(path.slice(0, -1), ofMany(path.at(-1)!, how, fits, recorder));
  }
}

/** The same; any other name, as that of a field at the end of the relation, throws. */
const theMany = (many: ManyReference, step: RelationStep): object =>
  new Proxy(many, {
    get: (own, how) => {
      if (typeof how === 'string' && !(how in own)) checkHow(step, how);
      const said: unknown = Reflect.get(own, how);
      return typeof said === 'function' ? said.bind(own) : said;
    },
  });

/**
 * The condition that a filter stands for, an object or a callback; undefined for `{}`.
 *
 * @throws QueryError
 */
export function readFilter(
  schema: Schema,
  filter: unknown,
  place: string,
  around?: ConditionRecorder,
): Condition | undefined {
  if (typeof filter !== 'function') return whereObject(schema, filter, place);
  const make = filter as (fields: FieldReferences) => unknown;
  return recordCondition((recorder) => make(fieldReferences(schema, recorder)), place, around);
}

// a symbol, since the fields have any name
const SHOWN = Symbol('shown');

/** What the fields of a model are where they are shown. */
class Shown {
  static {
    showAs(Shown, (fields) => fields[SHOWN]());
  }

  readonly [SHOWN]: () => string;

  constructor(model: string, path: readonly RelationStep[]) {
    this[SHOWN] = () => (path.length === 0 ? `${model}.fields()` : linesOf(path));
  }
}

/** The fields of a model by property; an unknown name throws at once. */
export function fieldReferences(
  schema: Schema,
  recorder?: ConditionRecorder,
  path: readonly RelationStep[] = [],
): FieldReferences {
  const { model, relations } = schema;
  return new Proxy(new Shown(model, path) as unknown as FieldReferences, {
    get(own, given) {
      const property = typeof given === 'string' ? given : describe(given);
      const beyond = [...path, { model, property }];
      const field = askedField(schema, property);
      if (field) {
        const reference = new FieldReference({ model, property, path, recorder });
        if (field.codec.name === 'foreign') return leadOut(reference, model, property);
        return field.reference ? leadOn(reference, field.reference.link, beyond, recorder) : reference;
      }
      const relation = relations.find((each) => each.property === property);
      if (!relation && (isAskedOfAny(given) || given === SHOWN)) return Reflect.get(own, given) as unknown;
      if (!relation) throw unknownAsked(schema, String(given));
      if (relation.kind === 'one') return theOne(relation, beyond, recorder);
      return theMany(new ManyReference(relation.link.target.schema, beyond, recorder), beyond.at(-1)!);
    },
  });
}
