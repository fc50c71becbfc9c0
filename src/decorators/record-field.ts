import { checkDeclared } from '../schema/check-options.js';
import type { OptionNames } from '../util/options.js';
import 'reflect-metadata';
import { type ContainerDraft, type FieldDraft, recordProperty } from '../schema/draft.js';
import type { FieldType } from '../types/field-type.js';
import type { FieldFactory, FieldOptions } from './types.js';

/** What a field decorator says beside the options of its user. */
type Said = Partial<Pick<FieldDraft, 'type' | 'generate' | 'relation'>>;
type GivenOptions = FieldOptions<unknown> & Partial<Pick<FieldDraft, 'on'>>;

/** The type that the compiler emitted for a property; esbuild emits none. */
const reflectedType = (target: object, key: string | symbol): unknown =>
  Reflect.getMetadata('design:type', target, key);

const OPTIONS: OptionNames<GivenOptions> = {
  optional: true,
  default: true,
  check: true,
  name: true,
  hidden: true,
  on: true,
};

/** A decorator that records a field. */
export function fieldDecorator(options: GivenOptions, { type, generate, relation }: Said) {
  checkDeclared('@Field()', options, OPTIONS);
  const { optional = false, default: given, check, name, hidden = false, on } = options;
  return (target: object, key: string | symbol): void =>
    recordProperty(target, key, ({ fields }, property) => {
      const reflected = type ? undefined : reflectedType(target, property);
      fields.push({ property, type, generate, relation, reflected, optional, default: given, check, name, hidden, on });
    });
}

/** A decorator for fields of one type. */
export function fieldFactory<V, F = FieldFactory<V>>(type: FieldType<V>): F {
  const factory = (options: GivenOptions = {}) => fieldDecorator(options, { type: type as FieldType });
  return factory as F;
}

/** A decorator for containers that belong to each entity. */
export const containerDecorator =
  (said: Omit<ContainerDraft, 'property'>) =>
  (target: object, key: string | symbol): void =>
    recordProperty(target, key, ({ containers }, property) => void containers.push({ property, ...said }));

/** A decorator whose use is a mistake, reported when the model is registered. */
export const mistakeDecorator =
  (mistake: string) =>
  (target: object, key: string | symbol): void =>
    recordProperty(target, key, ({ mistakes }, property) => void mistakes.push(`.${property}: ${mistake}`));
