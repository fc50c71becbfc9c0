// A many-to-many relation in plain memory: what each side must say.
export type Id = number | string;
export type Kind = 'set' | 'list' | 'sortedSet';
/** Which side of a relation: the one that declares it, or the other one. */
export type End = 0 | 1;

interface Place {
  readonly id: Id;
  readonly score: number;
}

const byText = (a: Id, b: Id): number => Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
const byId = (a: Id, b: Id): number => (typeof a === 'number' ? a - Number(b) : byText(a, b));

export class Bond {
  private readonly places: readonly [Map<Id, Place[]>, Map<Id, Place[]>] = [new Map(), new Map()];

  constructor(readonly kinds: readonly [Kind, Kind]) {}

  private at(end: End, id: Id): Place[] {
    return this.places[end].get(id) ?? [];
  }

  has(end: End, id: Id, other: Id): boolean {
    return this.at(end, id).some((place) => place.id === other);
  }

  /** The ids of an entity's side, in its own order. */
  ids(end: End, id: Id): Id[] {
    const kind = this.kinds[end];
    const all = this.at(end, id);
    if (kind === 'list') return all.map((place) => place.id);
    if (kind === 'set') return all.map((place) => place.id).sort(byId);
    return all.toSorted((a, b) => a.score - b.score || byText(a.id, b.id)).map((place) => place.id);
  }

  score(end: End, id: Id, other: Id): number | undefined {
    return this.at(end, id).find((place) => place.id === other)?.score;
  }

  private put(end: End, id: Id, place: Place, index?: number): void {
    const all = this.at(end, id);
    const rest = this.kinds[end] === 'list' ? all : all.filter((each) => each.id !== place.id);
    this.places[end].set(id, rest.toSpliced(index ?? rest.length, 0, place));
  }

  private drop(end: End, id: Id, other: Id): void {
    this.places[end].set(
      id,
      this.at(end, id).filter((place) => place.id !== other),
    );
  }

  /** Whether the pair is new. */
  link(end: End, id: Id, other: Id, { score = 0, index }: { score?: number; index?: number } = {}): boolean {
    const isNew = !this.has(end, id, other);
    // a set has each once, a sorted set its last score, a list every place
    if (isNew || this.kinds[end] !== 'set') this.put(end, id, { id: other, score }, index);
    if (isNew) this.put((1 - end) as End, other, { id, score: 0 });
    return isNew;
  }

  unlink(end: End, id: Id, other: Id): boolean {
    const was = this.has(end, id, other);
    this.drop(end, id, other);
    this.drop((1 - end) as End, other, id);
    return was;
  }

  removeAt(end: End, id: Id, index: number): boolean {
    const other = this.at(end, id).at(index);
    if (!other) return false;
    this.places[end].set(
      id,
      this.at(end, id).filter((place) => place !== other),
    );
    if (!this.has(end, id, other.id)) this.drop((1 - end) as End, other.id, id);
    return true;
  }

  /** An entity of a side goes. */
  forget(end: End, id: Id): void {
    for (const other of this.ids(end, id)) this.unlink(end, id, other);
    this.places[end].delete(id);
  }
}
