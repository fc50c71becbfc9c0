/** What is wrong with the keys of a model, in one place. */
export interface IndexProblem {
  /**
   * `missing`: an entity has no entry, though its row asks for one; `orphan`: an entry whose entity is gone or says something else;
   * `taken`: two entities have a value that has to be unique; `size`: a size that is stored is not what there is; `behind`: the counter
   * of ids is behind an id that is stored; `lost`: nothing tells any more which word of a text it is: `save({ force: true })` writes it anew
   */
  readonly kind: 'missing' | 'orphan' | 'taken' | 'size' | 'behind' | 'lost';
  /** what follows the model's prefix and `#` in the key, or the name of a size */
  readonly name: string;
  /** the entity that it is about */
  readonly id?: string;
  /** who holds the unique value, or by how much a size is wrong */
  readonly fact?: string;
}

/** What `verify` found, or `repair` mended. */
export interface IndexReport {
  readonly model: string;
  /** entities that were read */
  readonly entities: number;
  /** the first thousand */
  readonly problems: readonly IndexProblem[];
  /** how many there are */
  readonly total: number;
  /** those that nobody but a person can mend: two entities with one unique value, words that are lost */
  readonly left: number;
}

const MOST = 1000;

/** Collects problems, and remembers no more of them than a person reads. */
export class Findings {
  readonly problems: IndexProblem[] = [];
  entities = 0;
  total = 0;
  private left = 0;

  add(kind: IndexProblem['kind'], name: string, id?: string, fact?: string): void {
    this.total++;
    if (kind === 'taken' || kind === 'lost') this.left++;
    if (this.problems.length < MOST)
      this.problems.push({ kind, name, ...(id !== undefined && { id }), ...(fact !== undefined && { fact }) });
  }

  report(model: string, repaired: boolean): IndexReport {
    const { problems, entities, total } = this;
    return { model, entities, problems, total, left: repaired ? this.left : total };
  }
}
