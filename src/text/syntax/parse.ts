// The grammar, in which AND binds before OR, and words without a sign between them are joined by the default:
//   query  = any of these joined by OR; part = those joined by AND; item = NOT item | field: item | ( query ) | word
import type { Conjunction, Expression } from './expression.js';
import { Lexer, type Sign } from './lexer.js';

export interface ParseOptions {
  /** what joins words that have no sign between them @default 'and' */
  readonly defaultConjunction?: Conjunction | undefined;
  /** fields that may be named @default any */
  readonly fields?: readonly string[] | undefined;
}

/** How deep a query may be nested. */
const DEEPEST = 100;

const join = (op: Conjunction, inputs: readonly Expression[]): Expression =>
  inputs.length === 1 ? inputs[0]! : { op, inputs };

class Parser {
  private at = 0;
  private depth = 0;
  private readonly signs: readonly Sign[];

  constructor(
    private readonly lexer: Lexer,
    private readonly conjunction: Conjunction,
  ) {
    this.signs = lexer.signs();
  }

  private get sign(): Sign {
    return this.signs[this.at]!;
  }

  query(): Expression | undefined {
    if (this.sign.kind === 'end') return undefined;
    const expression = this.either();
    if (this.sign.kind === ')') this.fail('This parenthesis closes nothing. Leave it out');
    return expression;
  }

  private fail(reason: string): never {
    return this.lexer.fail(this.sign.position, reason);
  }

  private either(): Expression {
    const inputs = [this.together()];
    while (this.takes('OR') || (this.conjunction === 'or' && this.begins() && this.sign.kind !== 'NOT'))
      inputs.push(this.together());
    return join('or', inputs);
  }

  private together(): Expression {
    const inputs = [this.item()];
    // what is excluded narrows what stands before it, whatever joins the others
    while (this.takes('AND') || (this.begins() && (this.conjunction === 'and' || this.sign.kind === 'NOT')))
      inputs.push(this.item());
    return join('and', inputs);
  }

  private begins(): boolean {
    return ['word', 'field', '(', 'NOT'].includes(this.sign.kind);
  }

  private takes(kind: Sign['kind']): boolean {
    if (this.sign.kind !== kind) return false;
    this.at++;
    return true;
  }

  private item(): Expression {
    const { sign } = this;
    if (!this.begins()) this.missing();
    this.at++;
    if (sign.kind === 'word') return sign.word;
    if (++this.depth > DEEPEST)
      this.lexer.fail(sign.position, `A query is nested at most ${DEEPEST} deep. Simplify it`);
    const expression = this.inner(sign);
    this.depth--;
    return expression;
  }

  private inner(sign: Sign): Expression {
    if (sign.kind === 'NOT') return { op: 'not', input: this.item() };
    if (sign.kind === 'field') return { op: 'field', field: sign.field, input: this.item() };
    const expression = this.either();
    if (!this.takes(')')) this.lexer.fail(sign.position, 'This parenthesis has no end. Close it');
    return expression;
  }

  private missing(): never {
    const { kind } = this.sign;
    if (kind === 'end') this.fail('The query ends where a word is missing. Add one');
    if (kind === ')') this.fail('A word is missing before this parenthesis. Add one');
    return this.fail(`A word is missing before ${kind}. Add one, or put "${kind}" in quotes to search for it`);
  }
}

/**
 * Read a query. Undefined: it has no words.
 *
 * @throws QuerySyntaxError with the position
 */
export function parseQuery(query: string, options: ParseOptions = {}): Expression | undefined {
  return new Parser(new Lexer(query, options.fields), options.defaultConjunction ?? 'and').query();
}

/** What people type, without any syntax: undefined where there are no words. It never throws. */
export const parsePlain = (text: string): Expression => ({ op: 'words', text });
