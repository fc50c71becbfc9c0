import { QueryError } from '../errors/query.js';
import type { Operator } from '../indexes/operators.js';
import type { Schema } from '../schema/schema.js';
import { Filter, type Recorder } from './expression.js';

/** One field's share in an order. */
export class Ordering {
  constructor(
    readonly property: string,
    readonly direction: 'asc' | 'desc',
  ) {}
}

/** What can be said of one field; which of it compiles depends on the field's type, which of it is answered on its indexes. */
export class FieldReference {
  constructor(
    readonly model: string,
    readonly property: string,
    private readonly recorder?: Recorder,
  ) {}

  private condition(operator: Operator, values: readonly unknown[]): Filter {
    return new Filter(
      { kind: 'condition', model: this.model, property: this.property, operator, values },
      this.recorder,
    );
  }

  private list(operator: Operator, values: unknown): Filter {
    if (Array.isArray(values)) return this.condition(operator, values);
    throw new QueryError(
      `${this.model}.${this.property}: ${operator} takes an array of values. Use eq() for one value.`,
    );
  }

  eq(value: unknown): Filter {
    return this.condition('eq', [value]);
  }
  ne(value: unknown): Filter {
    return this.condition('ne', [value]);
  }
  in(values: unknown): Filter {
    return this.list('in', values);
  }
  notIn(values: unknown): Filter {
    return this.list('notIn', values);
  }
  isNull(): Filter {
    return this.condition('isNull', []);
  }
  lt(value: unknown): Filter {
    return this.condition('lt', [value]);
  }
  lte(value: unknown): Filter {
    return this.condition('lte', [value]);
  }
  gt(value: unknown): Filter {
    return this.condition('gt', [value]);
  }
  gte(value: unknown): Filter {
    return this.condition('gte', [value]);
  }
  between(low: unknown, high: unknown): Filter {
    return this.condition('between', [low, high]);
  }
  startsWith(prefix: unknown): Filter {
    return this.condition('startsWith', [prefix]);
  }
  asc(): Ordering {
    return new Ordering(this.property, 'asc');
  }
  desc(): Ordering {
    return new Ordering(this.property, 'desc');
  }
}

export type FieldReferences = Readonly<Record<string, FieldReference>>;

export function unknownField(schema: Schema, property: string): QueryError {
  const known = [...schema.byProperty.keys()].join(', ');
  return new QueryError(`${schema.model} has no field ${JSON.stringify(property)}. Use one of: ${known}.`);
}

/** The fields of a model by property; a name that is none throws at once. */
export function fieldReferences(schema: Schema, recorder?: Recorder): FieldReferences {
  return new Proxy({} as FieldReferences, {
    get(_, property) {
      if (typeof property === 'string' && schema.byProperty.has(property))
        return new FieldReference(schema.model, property, recorder);
      throw unknownField(schema, String(property));
    },
  });
}
