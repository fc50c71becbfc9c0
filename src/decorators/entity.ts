import { draftOf } from '../schema/draft.js';
import type { OnClass } from './types.js';

export interface EntityOptions {
  /** Prefix and hash tag of its keys. @default the database's */
  readonly namespace?: string;
  /** The class only lends its fields to those that extend it. @default false */
  readonly abstract?: boolean;
}

/**
 * Declares a class whose instances are stored. Its name goes into keys and messages; left out, it is the class's own, which
 * bundlers change.
 */
export function Entity(name: string, options?: EntityOptions): OnClass;
export function Entity(options?: EntityOptions): OnClass;
export function Entity(first: string | EntityOptions = {}, second: EntityOptions = {}): OnClass {
  const isNamed = typeof first === 'string';
  const { namespace, abstract = false } = isNamed ? second : first;
  return (target) => {
    draftOf(target).entities.push({ name: isNamed ? first : undefined, namespace, abstract });
  };
}
