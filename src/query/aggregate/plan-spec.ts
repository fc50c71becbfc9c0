import { QueryError } from '../../errors/query.js';
import type { AggregatePlan, GroupPlan, MeasurePlan } from '../../plan/aggregate.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import type { FieldType } from '../../types/field-type.js';
import { indexesOf } from '../compile/field-indexes.js';
import { unknownField } from '../field-reference.js';
import { divide, numeralOf } from './decimal-sum.js';
import { NUMBERS, type Scale, scaleOf } from './scale.js';
import { ExactTally, type ExtremeTally, FloatTally, type Tally, type ValuesTally } from './tally.js';

export const VERBS = ['sum', 'avg', 'min', 'max', 'distinct', 'percentiles'] as const;
export type Verb = (typeof VERBS)[number];

export const isVerb = (name: string): name is Verb => (VERBS as readonly string[]).includes(name);

/** One column of the result that is made of values. */
export interface Measure {
  readonly verb: Verb;
  readonly field: FieldSchema;
  /** its place among what the server makes */
  readonly at: number;
  readonly scale: Scale;
  /** what comes of the values of a group */
  value(tally: Tally): unknown;
}

/** One column that tells groups apart. */
export interface GroupColumn {
  readonly field: FieldSchema;
  /** of a relation that of the id */
  readonly type: FieldType;
  readonly scale: Scale;
}

/** Takes what an aggregate names, and makes of it what the server is asked; each field and each measure once. */
export class SpecPlanner {
  readonly fields: FieldSchema[] = [];
  readonly groups: GroupColumn[] = [];
  readonly made: { readonly plan: MeasurePlan; readonly type: FieldType }[] = [];
  private readonly groupPlans: GroupPlan[] = [];

  constructor(readonly schema: Schema) {}

  get plan(): AggregatePlan {
    return { groups: this.groupPlans, measures: this.made.map(({ plan }) => plan) };
  }

  field(property: string): FieldSchema {
    const { queryable, relations, model } = this.schema;
    const field = queryable.get(property);
    if (field) return field;
    const many = relations.find((relation) => relation.property === property)?.link.target.model.name;
    if (many === undefined) throw unknownField(this.schema, property);
    throw new QueryError(
      `${model}.${property} stands for entities of ${many}, which no row of ${model} names. Ask from the other side, with ${many}.query().aggregate().`,
    );
  }

  /** What says whether the getters that are named have been computed of all rows: a list of each of their indexes. */
  get reads(): readonly { readonly key: string }[] {
    const computed = this.fields.filter(({ property }) => !this.schema.byProperty.has(property));
    return computed
      .flatMap((field) => indexesOf(this.schema, field))
      .map(({ kind, on: { keyspace, index } }) => ({
        key: kind.listsMissing ? keyspace.missing(index) : keyspace.unique(index),
      }));
  }

  /** A field that groups are told apart by; of dates perhaps the year or month in which they are. */
  group(property: string, bucket: string | undefined): void {
    const field = this.field(property);
    const { codec } = field;
    const days = codec.name === 'date' && { days: true };
    this.groupPlans.push({ at: this.at(field), ...(bucket !== undefined && { bucket, ...days }) });
    const type = field.reference?.link.target.schema?.primary.field.codec ?? codec;
    this.groups.push({ field, type, scale: scaleOf(type) });
  }

  measure(verb: Verb, property: string, shares: readonly number[] = []): Measure {
    const field = this.field(property);
    const { schema } = this;
    const { codec } = field;
    const isAmount = codec.sum !== undefined;
    if (verb === 'min' || verb === 'max' ? !codec.order : verb !== 'distinct' && !isAmount)
      throw new QueryError(
        `${verb}: ${schema.model}.${property} is of type ${codec.name}, which has no ${verb}. Take it of ${verb === 'min' || verb === 'max' ? 'numbers, dates or text' : 'numbers'}.`,
      );
    const at = this.made.length;
    const { plan, ...column } = columnOf(verb, field, shares);
    const known = this.made.findIndex(
      (made) => JSON.stringify(made.plan) === JSON.stringify({ ...plan, at: this.at(field) }),
    );
    if (known < 0) this.made.push({ plan: { ...plan, at: this.at(field) }, type: codec });
    return { verb, field, at: known < 0 ? at : known, ...column };
  }

  /** The position of a field in a row; the id stands before all. */
  private at(field: FieldSchema): number {
    if (field === this.schema.primary.field) return 0;
    const known = this.fields.indexOf(field);
    return known < 0 ? this.fields.push(field) : known + 1;
  }
}

type Column = Pick<Measure, 'scale' | 'value'> & { readonly plan: Omit<MeasurePlan, 'at'> };

/** A numeral as a value of its field. */
export function decodeNumeral(codec: FieldType, stored: string): unknown {
  // a score is written in another way than a value
  return codec.decode(codec.order === 'number' ? String(Number(stored)) : stored);
}

function sumOf(field: FieldSchema): Column {
  const { codec } = field;
  const value = (tally: Tally): unknown => {
    if (tally instanceof FloatTally) return tally.sum;
    const numeral = numeralOf((tally as ExactTally).sum);
    return codec.sum === 'integer' ? Number(numeral) : codec.decode(numeral);
  };
  const scale = codec.sum === 'decimal' ? scaleOf(codec) : NUMBERS;
  return { plan: { op: codec.sum === 'decimal' ? 'exact' : codec.sum! }, scale, value };
}

function averageOf(field: FieldSchema): Column {
  const { plan } = sumOf(field);
  const { codec } = field;
  // an average of whole numbers is a number, whatever their size
  const isExact = codec.sum === 'decimal' && typeof codec.decode('0') === 'string';
  const value = (tally: Tally): unknown => {
    const { count, sum } = tally as ExactTally | FloatTally;
    if (count === 0) return undefined;
    if (typeof sum === 'number') return sum / count;
    return isExact ? numeralOf(divide(sum, count)) : Number(numeralOf(sum)) / count;
  };
  return { plan, scale: isExact ? scaleOf(codec) : NUMBERS, value };
}

function columnOf(verb: Verb, field: FieldSchema, shares: readonly number[]): Column {
  const { codec } = field;
  if (verb === 'sum') return sumOf(field);
  if (verb === 'avg') return averageOf(field);
  const decode = (stored: string | undefined): unknown =>
    stored === undefined ? undefined : decodeNumeral(codec, stored);
  if (verb === 'min' || verb === 'max') {
    const { order, form } = codec;
    const plan = { op: 'extreme', greatest: verb === 'max', order: order!, ...(form && { form }) } as const;
    return { plan, scale: scaleOf(codec), value: (tally) => decode((tally as ExtremeTally).stored) };
  }
  if (verb === 'distinct')
    return { plan: { op: 'values' }, scale: NUMBERS, value: (tally) => (tally as ValuesTally).values.size };
  const value = (tally: Tally) => {
    const found = (tally as ValuesTally).percentiles(shares);
    return Object.fromEntries(shares.map((share, i) => [share, decode(found[i])]));
  };
  return { plan: { op: 'values' }, scale: NUMBERS, value };
}
