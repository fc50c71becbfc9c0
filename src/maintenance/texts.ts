import { createHash } from 'node:crypto';
import { checkWords, storeWords } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { type Findings, type FoundProblem, foundIn } from './report.js';
import type { Target } from './target.js';
import { TextIndex } from './text-index.js';

const sha1 = (text: Buffer): string => createHash('sha1').update(text).digest('hex');

const isSame = (a: Buffer | null, b: Buffer | null): boolean => a === b || (a !== null && b !== null && a.equals(b));

/** How often a text is read anew that others change meanwhile. */
const ATTEMPTS = 5;

/** The words of texts: whether they are those of the text, which the client tells, and whether they lead to the entity. */
export class Texts {
  private readonly indexes: readonly TextIndex[];
  private readonly keys;

  constructor(
    private readonly target: Target,
    private readonly findings: Findings,
    private readonly repairs: boolean,
  ) {
    const { connection, here } = target;
    this.keys = { prefix: here.key, ids: here.ids };
    this.indexes = here.indexes
      .filter(({ kind, state, analyzer }) => kind === 'text' && state === undefined && analyzer)
      .map((index) => new TextIndex(connection, here, index));
  }

  /** Have the server ask the dictionary for words that it has met: somebody may have deleted what it remembers. */
  async forget(): Promise<void> {
    const { connection, here } = this.target;
    const names = this.indexes.map(({ name }) => `texts/${name}:since`);
    if (names.length > 0) await connection.send('hdel', [here.counts, ...names]);
  }

  async check(ids: readonly string[]): Promise<void> {
    if (this.indexes.length === 0) return;
    const told = new Set<string>();
    for (const index of this.indexes) {
      const wrong = await Promise.all(ids.map(async (id) => ((await this.isRight(index, id)) ? [] : [id])));
      for (const id of wrong.flat()) await this.tell(index, id, told);
    }
    for await (const [kind, name, id, fact] of this.leading(ids)) {
      const index = kind === 'words' && this.indexes.find((each) => each.name === name);
      if (index) await this.tell(index, id!, told);
      else this.findings.add(kind, name, id, fact);
    }
  }

  /** Whether a text has its words: what it is told by is of one moment only where the row stays as it was. */
  private async isRight(index: TextIndex, id: string): Promise<boolean> {
    let stored = await index.read(id);
    if (await index.agrees(stored, false)) return true;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await index.agrees(stored, true)) return true;
      const now = await index.read(id);
      if (isSame(now.text, stored.text) && isSame(now.list, stored.list)) return false;
      stored = now;
    }
    // whoever changes a text all the time writes its words as well
    return true;
  }

  /** Tell of a text, and mend it where that is asked. */
  private async tell(index: TextIndex, id: string, told: Set<string>): Promise<void> {
    const place = `${index.name} ${id}`;
    if (told.has(place)) return;
    told.add(place);
    const isLeft = this.repairs && !(await this.store(index, id));
    this.findings.add('words', index.name, id, isLeft ? 'too many' : undefined);
  }

  /** Put the words of a text beside it; false where these are more than one call writes. */
  private async store(index: TextIndex, id: string): Promise<boolean> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { text } = await index.read(id);
      if (text !== null && index.isTooLong(text)) return false;
      const [digest, terms] = text === null ? ['', ''] : [sha1(text), index.termsOf(text)];
      const args = { model: this.target.json, index: index.name, id, digest, terms };
      if ((await run(this.target.connection, storeWords, { keys: this.keys, args })) === 1) break;
    }
    return true;
  }

  /** What the server finds of the words that rows have, part by part. */
  private async *leading(ids: readonly string[]): AsyncGenerator<FoundProblem> {
    let cursor = '0';
    do {
      const args = { model: this.target.json, repairs: this.repairs ? 1 : 0, cursor };
      const input = { keys: this.keys, args, rest: [...ids] };
      const [found, next] = (await run(this.target.connection, checkWords, input)) as [string, string];
      yield* foundIn(found);
      cursor = next;
    } while (cursor !== '0');
  }
}
