type Leaf = string | number | boolean | null | undefined | readonly unknown[];

/** The dotted paths of what a tree holds; any text where that is not said, and from the seventh name on. */
export type PathIn<S, Depth extends readonly 1[] = []> = unknown extends S
  ? string
  : S extends Leaf
    ? never
    : Depth['length'] extends 6
      ? string
      : { [K in keyof S & string]: K | `${K}.${PathIn<NonNullable<S[K]>, [...Depth, 1]>}` }[keyof S & string];

/** What stands at a dotted path. */
export type ValueAt<S, P extends string> = unknown extends S
  ? unknown
  : S extends Leaf
    ? never
    : P extends `${infer K}.${infer Rest}`
      ? K extends keyof S
        ? ValueAt<NonNullable<S[K]>, Rest>
        : never
      : P extends keyof S
        ? Exclude<S[P], undefined>
        : never;

/** What stands at a path of names. */
export type ValueOf<S, P extends readonly string[]> = unknown extends S
  ? unknown
  : P extends readonly []
    ? Exclude<S, undefined>
    : S extends Leaf
      ? never
      : P extends readonly [infer K, ...infer Rest extends readonly string[]]
        ? K extends keyof S
          ? ValueOf<S[K], Rest>
          : never
        : unknown;

/** A path of names as it may go on from a value: at the first name that is wrong, those that there are. */
export type NamesIn<S, P extends readonly string[]> = unknown extends S
  ? readonly string[]
  : P extends readonly [infer K, ...infer Rest extends readonly string[]]
    ? K extends NameIn<S>
      ? readonly [K, ...NamesIn<MemberOf<S, K>, Rest>]
      : readonly [NameIn<S>, ...string[]]
    : readonly string[];

type NameIn<S> = S extends Leaf ? never : keyof S & string;
type MemberOf<S, K> = S extends Leaf ? never : K extends keyof S ? S[K] : never;

/** What is added to a value: a number, where the value may be one. */
export type Addend<V> = unknown extends V ? number : [Extract<V, number>] extends [never] ? never : number;

/** The type of what a tree can keep, which is what JSON gives back as it was; of all else never. */
export type TreeValue<V> = unknown extends V
  ? V
  : V extends string | number | boolean | null | undefined
    ? V
    : V extends readonly unknown[]
      ? { readonly [I in keyof V]: TreeValue<V[I]> }
      : V extends NoJson
        ? never
        : { readonly [K in keyof V]: TreeValue<V[K]> };

type NoJson =
  | bigint
  | symbol
  | Date
  | RegExp
  | ArrayBufferView
  | ReadonlySet<unknown>
  | ReadonlyMap<unknown, unknown>
  | ((...args: never[]) => unknown);

/** What may be merged into a value: objects in part, all else whole. */
export type TreePart<V> = unknown extends V
  ? unknown
  : V extends Leaf
    ? V
    : { readonly [K in keyof V]?: TreePart<V[K]> };
