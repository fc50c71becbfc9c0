type Leaf = string | number | boolean | null | undefined | readonly unknown[];

/** The dotted paths of what a tree holds; any text where that is not said. */
export type PathIn<S> = unknown extends S
  ? string
  : S extends Leaf
    ? never
    : { [K in keyof S & string]: K | `${K}.${PathIn<NonNullable<S[K]>>}` }[keyof S & string];

/** What stands at a dotted path. */
export type ValueAt<S, P extends string> = unknown extends S
  ? unknown
  : P extends keyof S
    ? NonNullable<S[P]>
    : P extends `${infer K}.${infer Rest}`
      ? K extends keyof S
        ? ValueAt<NonNullable<S[K]>, Rest>
        : never
      : never;

/** What stands at a path of names. */
export type ValueOf<S, P extends readonly string[]> = unknown extends S
  ? unknown
  : P extends readonly [infer K, ...infer Rest extends readonly string[]]
    ? K extends keyof S
      ? ValueOf<NonNullable<S[K]>, Rest>
      : never
    : P extends readonly []
      ? S
      : unknown;

/** What may be merged into a value: objects in part, all else whole. */
export type TreePart<V> = unknown extends V
  ? unknown
  : V extends Leaf
    ? V
    : { readonly [K in keyof V]?: TreePart<V[K]> };
