/** What is wrong with the keys of a model, in one place. */
export interface IndexProblem {
  /**
   * `missing`: an entity has no entry, though its row asks for one; `orphan`: an entry whose entity is gone or says something else;
   * `taken`: two entities have a value that has to be unique; `size`: a size that is stored is not what there is; `behind`: the counter
   * of ids, or of words, is behind one that is stored; `words`: what is stored of the words of a text is not what the text says;
   * `type`: the key is of another type than it should be; `computed`: a row holds another value for the index of a getter than this program
   * makes; `illegible`: a row that somebody wrote by hand has an id that is none of the model, or a value that no index can hold;
   * `schema`: what the server knows of the model (`models`), or of those that lead to it (`referrers`), cannot be read or is not all
   */
  readonly kind:
    | 'missing'
    | 'orphan'
    | 'taken'
    | 'size'
    | 'behind'
    | 'words'
    | 'type'
    | 'computed'
    | 'illegible'
    | 'schema';
  /** what follows the model's prefix and `#` in the key, or the name of a size, or the stored name of a field */
  readonly name: string;
  /** the entity that it is about */
  readonly id?: string;
  /** who holds the unique value; by how much a size is wrong; why a getter gave nothing, or a row cannot be read; `too many` for words that `repair` left, since a text has no more than 2,000 */
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
  /** those that nobody but a person can mend: two entities with one unique value, a text of too many words, a row of which a getter gives nothing, or that cannot be read */
  readonly left: number;
}

/** A problem as scripts tell it. */
export type FoundProblem = readonly [kind: IndexProblem['kind'], name: string, id?: string, fact?: string];

/** The problems of an answer; Lua writes an empty list as an object. */
export function foundIn(json: string): FoundProblem[] {
  const list = JSON.parse(json) as unknown;
  return Array.isArray(list) ? (list as FoundProblem[]) : [];
}

const MOST = 1000;

/** What no program can mend. */
const LEFT: readonly IndexProblem['kind'][] = ['taken', 'illegible'];

/** Collects problems, and remembers no more of them than a person reads. */
export class Findings {
  readonly problems: IndexProblem[] = [];
  entities = 0;
  total = 0;
  /** those that nobody but a person can mend */
  left = 0;
  private readonly sizes = new Set<string>();

  add(kind: IndexProblem['kind'], name: string, id?: string, fact?: string): void {
    // a size is looked at before and after the rest is mended
    if (kind === 'size' && this.sizes.has(name)) return;
    if (kind === 'size') this.sizes.add(name);
    this.total++;
    if (LEFT.includes(kind) || ((kind === 'words' || kind === 'computed') && fact !== undefined)) this.left++;
    if (this.problems.length < MOST)
      this.problems.push({ kind, name, ...(id !== undefined && { id }), ...(fact !== undefined && { fact }) });
  }

  /** These, and behind them others. */
  and({ problems, entities, total, left }: Findings): this {
    this.problems.push(...problems.slice(0, MOST - this.problems.length));
    this.entities += entities;
    this.total += total;
    this.left += left;
    return this;
  }

  /** @param left how many are there still */
  report(model: string, left: number): IndexReport {
    const { problems, entities, total } = this;
    return { model, entities, problems, total, left };
  }
}
