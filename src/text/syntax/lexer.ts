import { QuerySyntaxError } from '../../errors/query.js';
import { tokenize } from '../tokenize.js';
import type { Word } from './expression.js';

/** A sign of a query, with its place. */
export type Sign = { readonly position: number } & (
  | { readonly kind: '(' | ')' | 'AND' | 'OR' | 'NOT' | 'end' }
  | { readonly kind: 'field'; readonly field: string }
  | { readonly kind: 'word'; readonly word: Word }
);

const OPERATOR = /^(?:AND|OR|NOT)$/;
const FIELD = /^([\p{L}_][\p{L}\p{N}_]*):/u;
const INNER_STAR = /[\p{L}\p{M}\p{N}]\*+(?=[\p{L}\p{N}])/u;
const FUZZY = /^(.+)~(\d*)$/su;
/** What ends a run of letters: blanks, parentheses, quotes, the end. */
const RUN = /[^\s()"]+/suy;

/** Reads a query sign by sign. */
export class Lexer {
  private at = 0;
  /** a field stands right before: what follows is its word, whatever it looks like */
  private inField = false;

  constructor(
    readonly query: string,
    /** fields that may be named; undefined: all names */
    private readonly fields?: readonly string[],
  ) {}

  fail(position: number, reason: string): never {
    throw new QuerySyntaxError(this.query, position, reason);
  }

  /** All signs, the end last. */
  signs(): Sign[] {
    const signs: Sign[] = [];
    for (let sign = this.next(); ; sign = this.next()) {
      signs.push(sign);
      if (sign.kind === 'end') return signs;
    }
  }

  private next(): Sign {
    while (/\s/.test(this.query[this.at] ?? '')) this.at++;
    const position = this.at;
    const first = this.query[position];
    if (first === undefined) return { kind: 'end', position };
    if (first === '"') return this.phrase(position);
    if (first === '(' || first === ')') {
      this.at++;
      this.inField = false;
      return { kind: first, position };
    }
    return this.run(position);
  }

  private phrase(position: number): Sign {
    const end = this.query.indexOf('"', position + 1);
    if (end < 0) this.fail(position, 'This quote has no end. Close it');
    this.at = end + 1;
    this.inField = false;
    return { kind: 'word', position, word: { op: 'phrase', text: this.query.slice(position + 1, end) } };
  }

  private run(position: number): Sign {
    RUN.lastIndex = position;
    const run = RUN.exec(this.query)![0];
    if (this.inField) return this.plainRun(run, position);
    const follows = this.query[position + run.length];
    if (run[0] === '-' && (run.length > 1 || follows === '"' || follows === '(')) return this.take(1, 'NOT', position);
    if (OPERATOR.test(run)) return this.take(run.length, run as 'AND', position);
    const field = FIELD.exec(run)?.[1];
    if (field !== undefined && (run.length > field.length + 1 || follows === '"' || follows === '('))
      return this.field(field, position);
    // of a name that is not a field the colon is a sign of the sentence
    if (field !== undefined && this.fields?.includes(field))
      this.fail(position + run.length, `A word is missing behind "${run}". Write it without a blank in between`);
    return this.plainRun(run, position);
  }

  private plainRun(run: string, position: number): Sign {
    this.at += run.length;
    this.inField = false;
    return { kind: 'word', position, word: this.word(run, position) };
  }

  private take(length: number, kind: 'AND' | 'OR' | 'NOT', position: number): Sign {
    this.at += length;
    return { kind, position };
  }

  private field(field: string, position: number): Sign {
    if (this.fields && !this.fields.includes(field))
      this.fail(position, `There is no field "${field}" to search. Name one of: ${this.fields.join(', ') || 'none'}`);
    this.at += field.length + 1;
    this.inField = true;
    return { kind: 'field', field, position };
  }

  private word(run: string, position: number): Word {
    const fuzzy = FUZZY.exec(run);
    if (fuzzy) return this.fuzzy(fuzzy[1]!, fuzzy[2]!, position);
    const [starts, ends] = [run.startsWith('*'), run.endsWith('*')];
    const inner = INNER_STAR.exec(run);
    if (inner && !starts && !ends)
      this.fail(position + inner.index + inner[0].indexOf('*'), 'A star stands at one end of a word. Leave it out');
    if (!starts && !ends) return { op: 'words', text: run };
    if (starts && ends) this.fail(position, 'A star stands at one end of a word. Leave one out');
    const text = starts ? run.slice(1) : run.slice(0, -1);
    return { op: starts ? 'suffix' : 'prefix', text: this.single(text, position, 'A star') };
  }

  private fuzzy(text: string, digits: string, position: number): Word {
    const distance = digits === '' ? 1 : Number(digits);
    if (distance !== 1 && distance !== 2)
      this.fail(position + text.length, 'One or two letters may be wrong. Write ~1 or ~2');
    return { op: 'fuzzy', text: this.single(text, position, 'A tilde'), distance };
  }

  /** A sign at the end of a word needs one word. */
  private single(text: string, position: number, sign: string): string {
    const words = [...tokenize(text)];
    if (words.length === 1 && !text.includes('*')) return words[0]!.text;
    return this.fail(position, `${sign} belongs to one word of letters and digits. Write it at its end, or in front`);
  }
}
