import { QueryError } from '../errors/query.js';
import type { Operator } from '../indexes/operators.js';
import type { Condition } from '../schema/types/operators.js';

/** A filter as data: conditions on properties of one model under and, or, not. */
export type Expression =
  | {
      readonly kind: 'condition';
      readonly model: string;
      readonly property: string;
      readonly operator: Operator;
      readonly values: readonly unknown[];
    }
  | { readonly kind: 'and' | 'or'; readonly inputs: readonly Expression[] }
  | { readonly kind: 'not'; readonly input: Expression };

/** Notes which filters a callback made and which of them became part of another one. */
export interface Recorder {
  made(filter: Filter): void;
  used(filter: Filter): void;
}

/** A condition, or several joined. */
export class Filter {
  constructor(
    readonly expression: Expression,
    private readonly recorder?: Recorder,
  ) {
    recorder?.made(this);
  }

  /** Both this and all others hold. */
  and(...others: readonly Filter[]): Filter {
    return this.join('and', others);
  }

  /** This or any of the others holds. */
  or(...others: readonly Filter[]): Filter {
    return this.join('or', others);
  }

  /** This does not hold. */
  not(): Filter {
    this.recorder?.used(this);
    return new Filter({ kind: 'not', input: this.expression }, this.recorder);
  }

  private join(kind: 'and' | 'or', others: readonly Filter[]): Filter {
    const all = [this, ...others];
    for (const filter of all) checkFilter(filter, `${kind}()`);
    for (const filter of all) filter.recorder?.used(filter);
    return new Filter(
      { kind, inputs: all.map((filter) => filter.expression) },
      this.recorder ?? others.find((f) => f.recorder)?.recorder,
    );
  }
}

export function checkFilter(value: unknown, place: string): Filter {
  if (value instanceof Filter) return value;
  throw new QueryError(
    `${place} needs conditions such as user.age.gte(18), not ${typeof value}. Join conditions with and(), or() and not(), not with && and ||.`,
  );
}

// what a user holds is a Condition; that it is one of ours is checked
const joined =
  (kind: 'and' | 'or') =>
  (...conditions: readonly [Condition, ...Condition[]]): Condition => {
    const [first, ...rest] = conditions.map((condition) => checkFilter(condition, `${kind}()`));
    return checkFilter(first, `${kind}()`)[kind](...rest);
  };

/** All of the conditions hold. */
export const and = joined('and');

/** Any of the conditions holds. */
export const or = joined('or');

/** The condition does not hold. */
export const not = (condition: Condition): Condition => checkFilter(condition, 'not()').not();

/** Run a callback and refuse conditions that it made and that are no part of what it returned. */
export function recordFilter(make: (recorder: Recorder) => unknown): Filter {
  const loose = new Set<Filter>();
  const recorder: Recorder = { made: (filter) => loose.add(filter), used: (filter) => loose.delete(filter) };
  const result = checkFilter(make(recorder), 'where()');
  loose.delete(result);
  if (loose.size === 0) return result;
  const [lost] = loose;
  const name =
    lost!.expression.kind === 'condition'
      ? `${lost!.expression.property}.${lost!.expression.operator}()`
      : lost!.expression.kind;
  throw new QueryError(
    `where() was given a condition, ${name}, that is no part of its result: && and || drop one side. Join conditions with and(), or() and not().`,
  );
}
