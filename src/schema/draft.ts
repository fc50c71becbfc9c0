import type { StandardSchema } from '../codecs/standard-schema.js';
import { SchemaError } from '../errors/model.js';
import type { KindOptions } from '../indexes/index-kind.js';
import type { FieldType } from '../types/field-type.js';
import { isStandardContext, STANDARD_DECORATORS } from '../util/standard-decorators.js';
import type { FullTextOptions } from './full-text.js';
import type { HookDraft } from './hook-events.js';
import type { ContainerSchema } from './schema.js';

/** What `@OneToMany()`, `@ManyToMany()` and their like said: a relation of which nothing is stored in the row. */
export interface RelationDraft {
  readonly property: string;
  /** of `@ManyToMany()` how its entities are kept; unchecked */
  readonly kind: 'one' | 'inverse' | { readonly linked: unknown; readonly unique?: unknown };
  /** a function that gives the class, or the name of a model; unchecked */
  readonly to: unknown;
  /** the callback that names the property on the other side; unchecked, and left out where that has none */
  readonly by: unknown;
}

/** What becomes of a reference when the entity that it leads to is deleted. */
export type OnDelete = 'restrict' | 'cascade' | 'set null' | 'set default' | 'no action';

/** What `@ManyToOne()` or `@OneToOne()` said of a property that stores an id. */
export interface ReferenceDraft {
  /** a function that gives the class, or the name of a model; unchecked */
  readonly to: unknown;
  readonly onDelete: OnDelete;
  /** no two entities lead to the same one */
  readonly unique: boolean;
}

/** What `@Field...` said of a property. */
export interface FieldDraft {
  readonly property: string;
  /** undefined: `@Field()`, whose type comes from the property's */
  readonly type: FieldType | undefined;
  /** what the compiler emitted as the property's type, where it emits any */
  readonly reflected: unknown;
  readonly optional: boolean;
  readonly default: unknown;
  readonly check: StandardSchema | undefined;
  readonly name: string | undefined;
  readonly hidden: boolean;
  /** when it is set to the present */
  readonly on: 'create' | 'save' | undefined;
  /** `@ManyToOne()` and `@OneToOne()`: what it leads to */
  readonly relation?: ReferenceDraft;
  /** `Field.id()`: who makes the id */
  readonly generate: 'increment' | (() => string) | undefined;
}

/** What `@Field.list()` and its like said: a container that belongs to each entity. */
export interface ContainerDraft {
  readonly property: string;
  /** what it is called: the name of the decorator */
  readonly kind: string;
  readonly members: ContainerSchema['members'];
  readonly open: ContainerSchema['open'];
}

/** What `@Index(options)` said. */
export interface IndexDraft extends KindOptions {
  readonly property: string;
  readonly ignoreCase: boolean;
}

/** What `@Unique(options)` said on a property. */
interface UniqueDraft {
  readonly property: string;
  readonly ignoreCase: boolean;
}

/** Whether it is of a property, rather than of a class. */
export const isOfProperty = (draft: UniqueDraft | FieldsOf): draft is UniqueDraft =>
  typeof draft === 'object' && draft !== null && 'ignoreCase' in draft;

interface FullTextDraft {
  readonly property: string;
  readonly options: FullTextOptions;
}

/** The callback of a class-level `@Unique()`: it names fields of the record that it is given. */
export type FieldsOf = (fields: Readonly<Record<string, unknown>>) => readonly unknown[];

export interface EntityDraft {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly abstract: boolean;
  readonly ttl: number | null | undefined;
  readonly sliding: boolean;
  /** unchecked */
  readonly version: unknown;
}

/** What `@Migrate()` said; unchecked. */
interface StepDraft {
  readonly to: unknown;
  readonly step: unknown;
}

/** What the decorators of one class said, in their order; nothing is checked here. */
export interface Draft {
  readonly entities: EntityDraft[];
  readonly fields: FieldDraft[];
  readonly containers: ContainerDraft[];
  readonly relations: RelationDraft[];
  readonly primaryKeys: string[];
  readonly indexes: IndexDraft[];
  /** the callbacks of class-level `@Index()` */
  readonly composites: FieldsOf[];
  readonly fullTexts: FullTextDraft[];
  /** the properties with `@GeoIndex()` */
  readonly geoIndexes: string[];
  /** a property, or the callback of the class-level form */
  readonly uniques: (UniqueDraft | FieldsOf)[];
  readonly hooks: HookDraft[];
  readonly steps: StepDraft[];
  /** decorators at places where they mean nothing: what follows the model's name in the message */
  readonly mistakes: string[];
}

const drafts = new WeakMap<object, Draft>();

/** The drafts of every copy of the library in the program. */
const COPIES = Symbol.for('redstart.drafts');
type Copies = { [COPIES]?: WeakMap<object, unknown>[] };
const everywhere = globalThis as Copies;
everywhere[COPIES] = [...(everywhere[COPIES] ?? []), drafts];

/** Whether another copy of the library has decorated a class. */
const isOfAnotherCopy = (target: object): boolean =>
  (everywhere[COPIES] ?? []).some((other) => other !== drafts && other.has(target));

/** The draft of a class itself, made on first use. */
export function draftOf(target: object): Draft {
  const known = drafts.get(target);
  if (known) return known;
  const draft: Draft = {
    entities: [],
    fields: [],
    containers: [],
    relations: [],
    primaryKeys: [],
    indexes: [],
    composites: [],
    fullTexts: [],
    geoIndexes: [],
    uniques: [],
    hooks: [],
    steps: [],
    mistakes: [],
  };
  drafts.set(target, draft);
  return draft;
}

/** Refuse a class without `@Entity()` of its own. */
export function refusePlain(target: { readonly name: string }): void {
  if (drafts.get(target)?.entities.length) return;
  const [name, given] = [target.name || 'A class without a name', target.name || 'Name'];
  throw new SchemaError(
    isOfAnotherCopy(target)
      ? `${name} was decorated by another copy of the package. See "npm ls redstart", and install one.`
      : `${name} is not an entity. Add @Entity('${given}') to the class.`,
  );
}

/** The drafts of a class and of those that it extends, the topmost first. */
export function draftChain(target: object): Draft[] {
  const chain: Draft[] = [];
  for (let current: object | null = target; current; current = Object.getPrototypeOf(current)) {
    const draft = drafts.get(current);
    if (draft) chain.unshift(draft);
  }
  return chain;
}

// the decorators of ECMAScript are given no class, so that nothing could be recorded
function refuseStandard(context: unknown): void {
  if (isStandardContext(context)) throw new SchemaError(STANDARD_DECORATORS);
}

function mistakeOf(target: object, key: unknown): string | undefined {
  if (key === undefined) return ': a decorator of properties stands on the class. Move it to a property.';
  if (typeof target === 'function')
    return `.${String(key)} is static, so it does not belong to an entity. Remove "static", or the decorators.`;
  return typeof key === 'symbol'
    ? `[${String(key)}] has a symbol for a name. Name the property by a string.`
    : undefined;
}

/** Record what a decorator says of a property; one at a wrong place is reported when the model is registered. */
export function recordProperty(
  target: object,
  key: string | symbol,
  record: (draft: Draft, property: string) => void,
): void {
  refuseStandard(key);
  const draft = draftOf(typeof target === 'function' ? target : target.constructor);
  const mistake = mistakeOf(target, key);
  if (mistake === undefined) record(draft, key as string);
  else draft.mistakes.push(mistake);
}
