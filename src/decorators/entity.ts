import { draftOf } from '../schema/draft.js';
import type { OnClass } from './types.js';

export interface EntityOptions {
  /** The entity's name in keys. @default the class's */
  readonly name?: string;
  /** Prefix and hash tag of its keys. @default the database's */
  readonly namespace?: string;
  /** The class only lends its fields to those that extend it. @default false */
  readonly abstract?: boolean;
}

/** Declares a class whose instances are stored. */
export function Entity({ name, namespace, abstract = false }: EntityOptions = {}): OnClass {
  return (target) => {
    draftOf(target).entities.push({ name, namespace, abstract });
  };
}
