import { recordProperty } from '../schema/draft.js';

export interface IndexOptions {
  /** Text only: order, ranges and prefixes by the whole string as well. @default false */
  readonly ordered?: boolean;
}

/**
 * Declares an index. Text, boolean and enum: `eq ne in notIn isNull`; numbers and dates: those, `lt lte gt gte between` and
 * order; text with `{ ordered: true }`: all of these and `startsWith`. On a getter it is a computed index.
 */
export function Index({ ordered = false }: IndexOptions = {}): PropertyDecorator {
  return (target, key) =>
    recordProperty(target, key, (draft, property) => void draft.indexes.push({ property, ordered }));
}
