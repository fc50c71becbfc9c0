import { isLinked, type Schema } from '../../schema/schema.js';
import { handleOf, type Tracked } from '../tracked.js';

/** The most entities of a batch, and what a batch may cost the server, in microseconds. */
const MOST = 100;
const BUDGET = 3000;

/** What an entity costs the server before its values are looked at, in microseconds on a machine that is not fast. */
function baseCost({ fields, indexes, references, relations, containers, expiry, primary }: Schema): number {
  // what these need is put together by key, which takes longer (lib/write/change_set.lua)
  const isSimple =
    primary.integer && references.length + containers.length === 0 && !expiry && !relations.some(isLinked);
  // texts cost what their words do
  const entries = indexes.filter(({ text }) => !text).length;
  return 6 + 2 * fields.length + 10 * entries + (isSimple ? 0 : 20);
}

/** Characters that are stored in a microsecond. */
const CHARACTERS = 128;

/** Microseconds that a character of an indexed text takes where the lists of its words are long, and so many more where its words are rare. */
const CHARACTER = 0.35;
const RARE = 2.65;

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
