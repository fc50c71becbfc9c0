import type { IndexKindName } from '../../indexes/kinds.js';
import { isLinked, type Schema } from '../../schema/schema.js';
import { handleOf, type Tracked } from '../tracked.js';

/** The most entities of a batch, and what a batch may cost the server, in microseconds. */
const MOST = 100;
const BUDGET = 3000;

/** What an entry takes, in microseconds: a unique value is looked for, and moved now and then; a text costs what its words do. */
const ENTRY: Partial<Record<IndexKindName, number>> = { exact: 6, ordered: 6, unique: 14, text: 0 };
const OTHER_ENTRY = 10;

/** Kinds of index of which an entity has several entries, or one that is made of several fields. */
const GENERAL: ReadonlySet<IndexKindName> = new Set(['elements', 'members', 'composite']);

/** What an entity costs the server before its values are looked at, in microseconds on a machine that is not fast. */
function baseCost({ fields, indexes, references, relations, containers, expiry, primary }: Schema): number {
  // what these need is put together by key, which takes longer (lib/write/change_set.lua)
  const isSimple =
    primary.integer &&
    references.length + containers.length === 0 &&
    !(expiry || relations.some(isLinked) || indexes.some(({ kind }) => GENERAL.has(kind)));
  const entries = indexes.map(({ kind }) => ENTRY[kind] ?? OTHER_ENTRY);
  return entries.reduce((sum, cost) => sum + cost, 6 + fields.length + (isSimple ? 0 : 20));
}

/** Characters that are stored in a microsecond. */
const CHARACTERS = 128;

/** Microseconds that a character of an indexed text takes where the lists of its words are long, and so many more where its words are rare. */
const CHARACTER = 0.42;
const RARE = 2.58;

function valuesCost({ fields, texts }: Schema, entity: Tracked): number {
  const { values } = handleOf(entity);
  let cost = 0;
  for (const { property } of fields) {
    const value = values[property];
    if (typeof value === 'string' || value instanceof Uint8Array) cost += value.length / CHARACTERS;
  }
  for (const { field, analyzer } of texts)
    cost += (CHARACTER + RARE * analyzer.rarity) * String(values[field.property] ?? '').length;
  return cost;
}

/** Where a batch ends: after so many entities as somebody asked for, else where it would take the server more than about three milliseconds. */
export class BatchMeter {
  private readonly most: number;
  private readonly base: number;
  private count = 0;
  private cost = 0;

  constructor(
    private readonly schema: Schema,
    private readonly asked: number | undefined,
  ) {
    this.most = asked ?? MOST;
    this.base = baseCost(schema);
  }

  /** Whether an entity belongs to the batch; where it does not, it is the first of the next one. */
  takes(entity: Tracked): boolean {
    const cost = this.asked === undefined ? this.base + valuesCost(this.schema, entity) : 0;
    const fits = this.count === 0 || (this.count < this.most && this.cost + cost <= BUDGET);
    this.count = fits ? this.count + 1 : 1;
    this.cost = fits ? this.cost + cost : cost;
    return fits;
  }

  /** Whether the next entity, whatever it is, belongs to another batch. */
  get isFull(): boolean {
    return this.count >= this.most || this.cost + (this.asked === undefined ? this.base : 0) > BUDGET;
  }
}
