import { QueryError } from '../errors/query.js';
import type { Operator } from '../indexes/operators.js';
import { describe } from '../schema/describe.js';
import type { Condition as AnyCondition } from '../schema/types/operators.js';
import type { StoredValue } from './stored-value.js';

/** A condition as data: what is said of properties of one model, under and, or, not. */
export type ConditionData =
  | {
      readonly kind: 'field';
      readonly model: string;
      readonly property: string;
      readonly operator: Operator;
      readonly values: readonly unknown[];
    }
  /** what an operator says of a field and the value of another entity's */
  | {
      readonly kind: 'bound';
      readonly model: string;
      readonly property: string;
      readonly operator: Operator;
      readonly value: StoredValue;
    }
  /** the words of one full-text field, or of all (no property); text and options as they were given */
  | {
      readonly kind: 'search';
      readonly model: string;
      readonly property: string | undefined;
      readonly text: unknown;
      readonly options: unknown;
    }
  /** those in a list of ids of the model: what an entity is linked to by a many-to-many relation, which `name` names */
  | { readonly kind: 'listed'; readonly model: string; readonly name: string; readonly key: string }
  /** those whose ids a key of the caller's holds */
  | {
      readonly kind: 'held';
      readonly model: string;
      readonly name: string;
      readonly key: string;
      readonly type: 'set' | 'list' | 'zset';
    }
  /** those in a stored query of that name */
  | { readonly kind: 'stored'; readonly model: string; readonly name: string }
  /** a relation leads to an entity that fits, or to any */
  | {
      readonly kind: 'relation';
      readonly model: string;
      readonly property: string;
      readonly input: ConditionData | undefined;
    }
  | { readonly kind: 'and' | 'or'; readonly inputs: readonly ConditionData[] }
  | { readonly kind: 'not'; readonly input: ConditionData };

/** A relation that is followed: that property of that model. */
export interface RelationStep {
  readonly model: string;
  readonly property: string;
}

/** Notes which conditions a callback made and which of them became part of another one. */
export interface ConditionRecorder {
  made(condition: Condition): void;
  used(condition: Condition): void;
  /** Do what must make and use none of them. */
  pause<T>(place: string, work: () => T): T;
}

/** How deep and, or, not may stand in one another: the server walks them on its stack. */
const DEEPEST = 50;
/** How many values or conditions one list may have. */
const MOST = 100_000;

/** Refuse a list that would keep client and server busy for long. */
export function checkLength(list: readonly unknown[], place: string, most = MOST): void {
  if (list.length <= most) return;
  throw new QueryError(
    `${place} was given ${list.length} values, and takes ${most} at most. Ask for parts of the list, one query each.`,
  );
}

/** What `where()` is given: something that is said of a field, or several such joined. */
export class Condition implements AnyCondition {
  constructor(
    readonly data: ConditionData,
    private readonly recorder?: ConditionRecorder,
    private readonly depth = 1,
  ) {
    if (depth > DEEPEST)
      throw new QueryError(
        `A condition has and, or, not in one another more than ${DEEPEST} deep. Join conditions side by side, as in or(a, b, c), or use in().`,
      );
    recorder?.made(this);
  }

  /** Both this and all others hold. */
  and(...others: readonly AnyCondition[]): Condition {
    return this.join('and', others);
  }

  /** This or any of the others holds. */
  or(...others: readonly AnyCondition[]): Condition {
    return this.join('or', others);
  }

  /** This does not hold. */
  not(): Condition {
    this.recorder?.used(this);
    const { data, recorder, depth } = this;
    // twice not is nothing at all
    if (data.kind === 'not') return new Condition(data.input, recorder, depth - 1);
    return new Condition({ kind: 'not', input: data }, recorder, depth + 1);
  }

  /** This holds for an entity to which a relation leads. */
  through({ model, property }: RelationStep, recorder = this.recorder): Condition {
    this.recorder?.used(this);
    return new Condition({ kind: 'relation', model, property, input: this.data }, recorder, this.depth + 1);
  }

  private join(kind: 'and' | 'or', others: readonly unknown[]): Condition {
    const all = [this, ...others.map((other) => checkCondition(other, `${kind}()`))];
    for (const condition of all) condition.recorder?.used(condition);
    const inputs = all.flatMap(({ data }) => (data.kind === kind ? data.inputs : [data]));
    checkLength(inputs, `${kind}()`);
    const depth = all.reduce((most, each) => Math.max(most, each.data.kind === kind ? each.depth : each.depth + 1), 1);
    const recorder = this.recorder ?? all.find((condition) => condition.recorder)?.recorder;
    return new Condition({ kind, inputs }, recorder, depth);
  }
}

function checkCondition(value: unknown, place: string): Condition {
  if (value instanceof Condition) return value;
  throw new QueryError(
    `${place} needs conditions such as user.age.gte(18), not ${describe(value)}. Join conditions with and(), or() and not(), not with && and ||.`,
  );
}

/** Several conditions as one; of none at all it is what holds for every entity, or for no entity. */
export function joinConditions(kind: 'and' | 'or', conditions: readonly unknown[]): Condition {
  const [first, ...rest] = conditions;
  if (conditions.length === 0) return new Condition({ kind, inputs: [] });
  return checkCondition(first, `${kind}()`)[kind](...(rest as AnyCondition[]));
}

/** All of the conditions hold: `and(...conditions)`. Without one, every entity fits. */
export const and = (...conditions: readonly AnyCondition[]): AnyCondition => joinConditions('and', conditions);

/** Any of the conditions holds: `or(...names.map((name) => user.name.startsWith(name)))`. Without one, no entity fits. */
export const or = (...conditions: readonly AnyCondition[]): AnyCondition => joinConditions('or', conditions);

/** The condition does not hold. */
export const not = (condition: AnyCondition): AnyCondition => checkCondition(condition, 'not()').not();

/** Notes the conditions that are not part of another one. */
class LooseConditions implements ConditionRecorder {
  readonly loose = new Set<Condition>();
  private within: string | undefined;

  made(condition: Condition): void {
    this.check();
    this.loose.add(condition);
  }

  used(condition: Condition): void {
    this.check();
    this.loose.delete(condition);
  }

  pause<T>(place: string, work: () => T): T {
    const before = this.within;
    this.within = place;
    try {
      return work();
    } finally {
      this.within = before;
    }
  }

  private check(): void {
    if (this.within === undefined) return;
    throw new QueryError(
      `${this.within} was given a condition on the entities around it. Name only what its own function is given, and join the rest outside of it.`,
    );
  }
}

/** Run a callback, within that of another one perhaps, and refuse conditions that it made and that are not part of what it returned. */
export function recordCondition(
  make: (recorder: ConditionRecorder) => unknown,
  place = 'where()',
  around?: ConditionRecorder,
): Condition {
  const recorder = new LooseConditions();
  const { loose } = recorder;
  const given = around ? around.pause(place, () => make(recorder)) : make(recorder);
  const result = checkCondition(given, place);
  loose.delete(result);
  const [lost] = loose;
  if (!lost) return result;
  const { data } = lost;
  const isSearch = data.kind === 'search' && data.property !== undefined;
  const name = isSearch
    ? `${data.property}.search()`
    : data.kind === 'field'
      ? `${data.property}.${data.operator}()`
      : data.kind;
  throw new QueryError(
    `${place} was given a condition, ${name}, that is not part of its result: && and || drop one side. Join conditions with and(), or() and not().`,
  );
}
