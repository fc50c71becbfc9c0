import type { EntityMember } from '../entity-members.js';

/** What a set, a list or a sorted set of an entity holds; told by what only each of them has. */
export type MemberOf<T> = T extends
  | { toSet(): Promise<Set<infer E>> }
  | { toMap(): Promise<Map<infer E, number>> }
  | { toArray(): Promise<(infer E)[]>; trim(...args: never[]): unknown }
  ? E
  : never;

/** The containers of a model whose values a query may look for. */
export type MembersKey<M> = {
  [K in Exclude<keyof M, EntityMember>]-?: [MemberOf<NonNullable<M[K]>>] extends [never] ? never : K;
}[Exclude<keyof M, EntityMember>] &
  string;
