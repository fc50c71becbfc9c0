import { QueryError } from '../errors/query.js';
import { OPERATORS, type Operator } from '../indexes/operators.js';
import { describe } from '../schema/describe.js';
import type { FieldSchema, Schema } from '../schema/schema.js';
import { Condition, checkLength, type Recorder } from './condition.js';
import { Distance, OrderTerm } from './order-term.js';
import { isPlainObject } from './plain-object.js';

/** What takes one value where an operator takes a list. */
const ONE: Partial<Record<Operator, string>> = {
  in: 'eq',
  notIn: 'ne',
  containsAny: 'contains',
  containsAll: 'contains',
};

function checkList(place: string, operator: Operator, values: unknown): unknown[] {
  if (!Array.isArray(values))
    throw new QueryError(
      `${place} takes an array of values, not ${describe(values)}. Use ${ONE[operator]} for one value.`,
    );
  checkLength(values, place);
  // a hole in a sparse array becomes a value of undefined, which is refused later
  return Array.from(values);
}

/** `near(place, radius)` as the one object that `where()` takes as well. */
const circleOf = (place: unknown, radius: unknown): unknown =>
  isPlainObject(place) && radius !== undefined ? { ...place, radius } : place;

/** A field in a condition or an order: it has a method for each operator, and which of them compile depends on the field's type. */
export class FieldReference {
  constructor(
    readonly model: string,
    readonly property: string,
    private readonly recorder?: Recorder,
  ) {}

  /** What an operator says of the field. */
  condition(operator: Operator, operands: readonly unknown[]): Condition {
    const { model, property, recorder } = this;
    if (operator === 'search') {
      const [text, options] = operands;
      return new Condition({ kind: 'search', model, property, text, options }, recorder);
    }
    const values = this.values(operator, operands);
    return new Condition({ kind: 'field', model, property, operator, values }, recorder);
  }

  private values(operator: Operator, [first, second]: readonly unknown[]): readonly unknown[] {
    const takes = OPERATORS[operator];
    if (takes === 'circle') return [circleOf(first, second)];
    if (takes === 'list' || takes === 'elements')
      return checkList(`${this.model}.${this.property}: ${operator}`, operator, first);
    if (takes === 'nothing') return [];
    return takes === 'pair' ? [first, second] : [first];
  }

  asc(): OrderTerm {
    return new OrderTerm(this.property, 'asc');
  }

  desc(): OrderTerm {
    return new OrderTerm(this.property, 'desc');
  }

  distanceTo(from: unknown): Distance {
    return Distance.of(this.model, this.property, from);
  }
}

for (const operator of Object.keys(OPERATORS) as Operator[])
  Object.defineProperty(FieldReference.prototype, operator, {
    value(this: FieldReference, ...operands: unknown[]): Condition {
      return this.condition(operator, operands);
    },
  });

export type FieldReferences = Readonly<Record<string, FieldReference>>;

export function unknownField(schema: Schema, property: string): QueryError {
  const known = [...schema.queryable.keys()].join(', ');
  return new QueryError(
    `${schema.model} has no field ${describe(property).replace(/^string /, '')}. Use one of: ${known}.`,
  );
}

/** The fields of a model by property; a name that is none throws at once. */
export function fieldReferences(schema: Schema, recorder?: Recorder): FieldReferences {
  return new Proxy({} as FieldReferences, {
    get(_, property) {
      if (typeof property === 'string' && schema.queryable.has(property))
        return new FieldReference(schema.model, property, recorder);
      throw unknownField(schema, String(property));
    },
  });
}

/** What is said of one field, where no callback says it. */
export const conditionOn = (schema: Schema, { property }: FieldSchema, operator: Operator, value: unknown): Condition =>
  new FieldReference(schema.model, property).condition(operator, [value]);
