import type { TextIndexPlan, TextPlan } from '../text/plan.js';

/** Bounds are those of ZCOUNT and ZLEXCOUNT: `5`, `(5`; `[a`, `(a`. Absent is unbounded. */
export interface Bounds {
  readonly min?: string;
  readonly max?: string;
}

/** What stands in a plan for a value that the script reads first; lib/query/bound.lua knows it as well. */
export const UNREAD = '\u{e000}value\u{e000}';

/** Where the value of a leaf is read: a field of a stored entity. */
export interface Bind {
  readonly key: string;
  readonly field: string;
  readonly form?: string;
  /** what a row has that was stored before the field */
  readonly absent?: string | undefined;
  /** the longest value, in bytes, that stands in a key, and what the keys of longer ones begin with */
  readonly longest: number;
  readonly digested: string;
  readonly expires?: true;
}

/** What reads an index key: of the request's first model, unless it names another by its position there. */
interface Leaf {
  readonly key: string;
  /** stored name of the field that the index is of */
  readonly field?: string;
  readonly model?: number;
  /** how the index writes stored values, where it is not as they are */
  readonly form?: string;
  /** where the value is read that the leaf is asked for; in `ids`, whose leaf it may be, as well */
  readonly bind?: Bind;
  /** what the entities of the key have in other fields: the key tells it to who reads it, and not to who probes a stored value */
  readonly under?: readonly { readonly field: string; readonly form?: string; readonly value: string }[];
}

type Unkeyed<L> = L extends unknown ? Omit<L, 'key'> : never;

/** What the stored value of a row must be, in the form of the leaf that would answer it; none is looked up, so that it has no key. */
export type RowTest = (
  | (Omit<Extract<Plan, { op: 'posting' }>, 'key' | 'op'> & { readonly op: 'stored' })
  | Unkeyed<Extract<Plan, { op: 'range' | 'lexical' | 'pattern' | 'in' }>>
  | Omit<Extract<Plan, { op: 'area' }>, 'key' | 'ranges'>
) & {
  /** the stored value that rows count as having which were written before the field: its default */
  readonly absent?: string;
};

/**
 * A condition as the server is asked it, as data: which indexes answer it. Leaves name index keys, ids or a stored value;
 * branches combine their inputs.
 */
export type Plan =
  /** every id of a posting list; `field` and `value` say how an entity shows that it belongs there (no value: the field is missing; `element`: an array that has it) */
  | (Leaf & { readonly op: 'posting'; readonly value?: string; readonly element?: true })
  /** ids whose score lies between min and max */
  | (Leaf & Bounds & { readonly op: 'range' })
  /** ids whose text lies between min and max, in byte order */
  | (Leaf & Bounds & { readonly op: 'lexical' })
  /** ids whose text lies between min and max, and fits a pattern (lib/query/access/pattern.lua) */
  | (Leaf &
      Bounds & {
        readonly op: 'pattern';
        readonly literals: readonly string[];
        readonly gaps: readonly (readonly [least: number, most: number])[];
      })
  /** ids whose place lies in a circle or a box, which `ranges` of geohashes cover; numbers are degrees, of the radius metres */
  | (Leaf & {
      readonly op: 'area';
      readonly ranges: readonly (readonly [min: string, max: string])[];
      readonly circle?: readonly [longitude: number, latitude: number, radius: number];
      readonly box?: readonly [west: number, south: number, east: number, north: number];
    })
  /** what such a leaf has for any of several values; the key of a posting list ends with the value */
  | (Leaf & { readonly op: 'in'; readonly leaf: 'posting' | 'range' | 'lexical'; readonly values: readonly string[] })
  /** the holders of unique values; `buckets` names their number among the counts */
  | (Leaf & { readonly op: 'unique'; readonly buckets: string; readonly values: readonly string[] })
  /** ids between min and max; the bounds of whole numbers are those of ZCOUNT */
  | (Leaf & Bounds & { readonly op: 'id_range' })
  /** entities whose ids a set or a list of the caller's holds as text */
  | { readonly op: 'members'; readonly key: string; readonly list?: true; readonly model?: number }
  /** entities whose ids a sorted set of the caller's holds as text, with a score between min and max */
  | (Bounds & { readonly op: 'ranks'; readonly key: string; readonly model?: number })
  /** the ids of entities that exist; none for a `search` of which no word is indexed */
  | {
      readonly op: 'ids';
      readonly ids: readonly string[];
      readonly search?: string;
      readonly bind?: Bind;
      readonly model?: number;
    }
  /** entities that have this value, compared one by one */
  | {
      readonly op: 'stored';
      readonly field: string;
      readonly form?: string;
      readonly value: string;
      readonly element?: true;
      readonly bind?: Bind;
      readonly model?: number;
    }
  /** entities whose stored value passes a test, or fails it, read one by one: a scan that the caller asked for */
  | { readonly op: 'scanned'; readonly test: RowTest; readonly negated?: boolean; readonly model?: number }
  /** entities whose texts fit a search; `search` is how it was written */
  | {
      readonly op: 'text';
      readonly indexes: readonly TextIndexPlan[];
      readonly query: TextPlan;
      readonly search: string;
      readonly model?: number;
    }
  /** disjoint: no id is in two inputs; covers: all that an order by this key walks, those without a value too */
  | {
      readonly op: 'and' | 'or';
      readonly inputs: readonly Plan[];
      readonly disjoint?: boolean;
      readonly covers?: string;
      readonly model?: number;
    }
  | { readonly op: 'not'; readonly input: Plan; readonly model?: number }
  | RelationPlan;

/** Entities whose field leads to one of another model that fits the input; of `back`: to which one leads, or that lead to one, that fits it. */
export interface RelationPlan {
  readonly op: 'forth' | 'back';
  /** what leads: model and property */
  readonly name: string;
  /** stored name of the field that has the id, here or in the entities of the input; of many-to-many there is none */
  readonly field?: string;
  /** by which what leads here is found, or what this leads to where it has lists */
  readonly via: Via;
  /** the lists on the other side of many-to-many */
  readonly from?: Via;
  readonly input: Plan;
  readonly model?: number;
}

/** The lists of ids that lead to entities: those of an exact index or of many-to-many, whose keys end with an id or, where that is longer than `longest` bytes, its digest; or those of a unique one. */
export type Via =
  | {
      readonly op: 'posting';
      readonly key: string;
      readonly field?: string;
      readonly longest: number;
      readonly digested: string;
    }
  | { readonly op: 'unique'; readonly key: string; readonly field: string; readonly buckets: string };

export type RangePlan = Extract<Plan, { op: 'range' | 'lexical' | 'id_range' }>;

/** No entity. */
export const nothing: Plan = { op: 'ids', ids: [] };

/** Several plans as one; a single one stands for itself. */
export const combine = (op: 'and' | 'or', inputs: readonly Plan[]): Plan =>
  inputs.length === 1 ? inputs[0]! : { op, inputs };

/** Whether rows can be ranked by a search that they must fit, if only by one of which no word is indexed. */
export function isRanked(plan: Plan | undefined): boolean {
  if (plan?.op === 'and' || plan?.op === 'or') return plan.inputs.some(isRanked);
  return plan?.op === 'text' || (plan?.op === 'ids' && plan.search !== undefined);
}

/** What a branch combines; nothing for a leaf. */
export function inputsOf(plan: Plan): readonly Plan[] {
  if (plan.op === 'not' || plan.op === 'forth' || plan.op === 'back') return [plan.input];
  return plan.op === 'and' || plan.op === 'or' ? plan.inputs : [];
}

/** Sizes that one call adds up. */
const MANY = 100;

/** Whether the indexes know the number of ids without reading them. */
export function isCountable(plan: Plan): boolean {
  if (plan.op === 'not') return isCountable(plan.input);
  if (plan.op === 'or') return plan.disjoint === true && plan.inputs.every(isCountable);
  if (plan.op === 'in') return plan.values.length <= MANY;
  return plan.op === 'posting' || plan.op === 'range' || plan.op === 'lexical';
}
