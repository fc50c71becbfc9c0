// Random conditions through relations, and what they say of plain data.
import fc from 'fast-check';
import { and, type Condition, not, or } from 'redstart';

export type Facts = Readonly<Record<string, unknown>>;
export type World = Readonly<Record<string, readonly Facts[]>>;

/** What a model of the world has: values of its fields by operator, and where its relations lead. */
export interface Shape {
  readonly key: string;
  readonly fields: Readonly<Record<string, fc.Arbitrary<readonly [operator: string, ...operands: unknown[]]>>>;
  /** to one, by a field of its own */
  readonly forth: Readonly<Record<string, string>>;
  /** by a field of the other side, or a list of ids of each entity; `many` where there may be several */
  readonly back: Readonly<Record<string, { readonly to: string; readonly by?: string; readonly many: boolean }>>;
}
export type Shapes = Readonly<Record<string, Shape>>;

export type Tree =
  | { readonly field: string; readonly operator: string; readonly operands: readonly unknown[] }
  | { readonly all: readonly Tree[] }
  | { readonly any: readonly Tree[] }
  | { readonly none: Tree }
  | { readonly relation: string; readonly how: 'is' | 'some' | 'none' | 'every'; readonly fits: Tree | undefined };

/** A condition on entities of a model, that goes through so many relations at most. */
export function treesOf(shapes: Shapes, model: string, depth: number): fc.Arbitrary<Tree> {
  const { fields, forth, back } = shapes[model]!;
  const leaves = Object.entries(fields).map(([field, said]) =>
    said.map(([operator, ...operands]): Tree => ({ field, operator, operands })),
  );
  const beyond = (to: string) => treesOf(shapes, to, depth - 1);
  const one = (relation: string, to: string) => beyond(to).map((fits): Tree => ({ relation, how: 'is', fits }));
  const several = (relation: string, to: string) =>
    fc
      .tuple(fc.constantFrom('some', 'none', 'every'), fc.option(beyond(to), { nil: undefined, freq: 6 }))
      .map(([how, fits]): Tree => ({ relation, how: fits || how !== 'every' ? how : 'some', fits }) as Tree);
  const relations =
    depth === 0
      ? []
      : [
          ...Object.entries(forth).map(([relation, to]) => one(relation, to)),
          ...Object.entries(back).map(([relation, { to, many }]) => (many ? several : one)(relation, to)),
        ];
  const simple = fc.oneof(...leaves, ...relations.flatMap((each) => [each, each]));
  const few = fc.array(simple, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { arbitrary: simple, weight: 4 },
    { arbitrary: few.map((all): Tree => ({ all })), weight: 1 },
    { arbitrary: few.map((any): Tree => ({ any })), weight: 1 },
    { arbitrary: simple.map((none): Tree => ({ none })), weight: 1 },
  );
}

type Asking = Readonly<Record<string, Readonly<Record<string, (...given: unknown[]) => Condition>>>>;

/** The tree in the callback form. */
export function toCondition(tree: Tree, fields: unknown): Condition {
  const parts = (list: readonly Tree[]) => list.map((each) => toCondition(each, fields)) as [Condition, ...Condition[]];
  if ('all' in tree) return and(...parts(tree.all));
  if ('any' in tree) return or(...parts(tree.any));
  if ('none' in tree) return not(toCondition(tree.none, fields));
  if ('field' in tree) return (fields as Asking)[tree.field]![tree.operator]!(...tree.operands);
  const reference = (fields as Asking)[tree.relation]!;
  const { fits, how } = tree;
  if (how === 'is') return toCondition(fits!, reference);
  return fits ? reference[how]!((inner: unknown) => toCondition(fits, inner)) : reference[how]!();
}

/** The tree in the object form, where it has one. */
export function toObject(tree: Tree): object | undefined {
  if ('field' in tree)
    return { [tree.field]: { [tree.operator]: tree.operator === 'isNull' ? true : tree.operands[0] } };
  if (!('relation' in tree)) return undefined;
  const inner = tree.fits ? toObject(tree.fits) : {};
  if (!inner) return undefined;
  return { [tree.relation]: tree.how === 'is' ? inner : { [tree.how]: inner } };
}

function compare(operator: string, value: unknown, [a]: readonly unknown[]): boolean {
  if (operator === 'isNull') return value === undefined;
  if (operator === 'ne') return value !== a;
  if (value === undefined) return false;
  if (operator === 'eq') return value === a;
  if (operator === 'in') return (a as unknown[]).includes(value);
  if (operator === 'gte') return (value as number) >= (a as number);
  if (operator === 'lt') return (value as number) < (a as number);
  if (operator === 'search') return (value as string).split(' ').includes(a as string);
  if (operator === 'startsWith') return (value as string).startsWith(a as string);
  throw new Error(operator);
}

/** What the tree says of an entity; of none there is nothing to say, so that only a complement holds. */
export function holds(tree: Tree, facts: Facts | undefined, model: string, shapes: Shapes, world: World): boolean {
  const ask = (each: Tree) => holds(each, facts, model, shapes, world);
  if ('all' in tree) return tree.all.every(ask);
  if ('any' in tree) return tree.any.some(ask);
  if ('none' in tree) return !ask(tree.none);
  if ('field' in tree) return facts !== undefined && compare(tree.operator, facts[tree.field], tree.operands);
  const { relation, how, fits } = tree;
  const { key, forth, back } = shapes[model]!;
  const to = forth[relation] ?? back[relation]!.to;
  const by = back[relation]?.by;
  const leads = (each: Facts): boolean => {
    if (by) return each[by] === facts?.[key];
    const [id, given] = [each[shapes[to]!.key], facts?.[relation]];
    return Array.isArray(given) ? given.includes(id) : id === given;
  };
  const ends = facts ? world[to]!.filter(leads) : [];
  if (how === 'is') return holds(fits!, ends[0], to, shapes, world);
  if (!facts) return false;
  const fitting = (each: Facts) => !fits || holds(fits, each, to, shapes, world);
  if (how === 'every') return ends.every(fitting);
  return ends.some(fitting) === (how !== 'none');
}
