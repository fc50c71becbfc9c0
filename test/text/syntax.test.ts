import fc from 'fast-check';
import { QuerySyntaxError } from 'redstart';
import type { Expression } from '../../src/text/syntax/expression.js';
import { type ParseOptions, parsePlain, parseQuery } from '../../src/text/syntax/parse.js';

/** An expression on one line: what is joined in parentheses. */
function print(expression: Expression | undefined): string {
  if (!expression) return '';
  switch (expression.op) {
    case 'and':
    case 'or':
      return `(${expression.inputs.map(print).join(expression.op === 'and' ? ' & ' : ' | ')})`;
    case 'not':
      return `!${print(expression.input)}`;
    case 'field':
      return `${expression.field}=${['not', 'field'].includes(expression.input.op) ? `(${print(expression.input)})` : print(expression.input)}`;
    case 'words':
      return expression.text;
    case 'phrase':
      return `"${expression.text}"`;
    case 'prefix':
      return `${expression.text}*`;
    case 'suffix':
      return `*${expression.text}`;
    case 'fuzzy':
      return `${expression.text}~${expression.distance}`;
  }
}

const parsed = (query: string, options?: ParseOptions) => print(parseQuery(query, options));

describe('the syntax of text queries', () => {
  it.each([
    ['walrus', 'walrus'],
    ['walrus AND (mix OR fts)', '(walrus & (mix | fts))'],
    ['a OR b AND c', '(a | (b & c))'],
    ['a AND b OR c', '((a & b) | c)'],
    ['a b OR c d', '((a & b) | (c & d))'],
    ['a NOT b', '(a & !b)'],
    ['a -b -"c d"', '(a & !b & !"c d")'],
    ['-(a OR b)', '!(a | b)'],
    ['NOT NOT a', '!!a'],
    ['"a phrase" pre* *fix fuzz~ fuzz~2', '("a phrase" & pre* & *fix & fuzz~1 & fuzz~2)'],
    ['title:engine body:(a OR b) title:"a b" title:Pre*', '(title=engine & body=(a | b) & title="a b" & title=pre*)'],
    ['and or not And', '(and & or & not & And)'],
    ['e-mail C++ a:b:c 12:', '(e-mail & C++ & a=b:c & 12:)'],
    ['"AND" -', '("AND" & -)'],
    ['f:NOT f:-a f:(NOT a)', '(f=NOT & f=-a & f=(!a))'],
    ['((a))', 'a'],
    ['Élan*', 'elan*'],
    ['   ', ''],
  ])('reads %s', (query, expected) => expect(parsed(query)).toBe(expected));

  it.each([
    ['a b AND c', '(a | (b & c))'],
    ['a -b c', '((a & !b) | c)'],
    ['a OR b c', '(a | b | c)'],
  ])('joins by OR where that is the default: %s', (query, expected) =>
    expect(parsed(query, { defaultConjunction: 'or' })).toBe(expected),
  );

  it.each([
    ['(green', 0, 'This parenthesis has no end. Close it'],
    ['green)', 5, 'This parenthesis closes nothing. Leave it out'],
    ['a "b', 2, 'This quote has no end. Close it'],
    ['AND b', 0, 'A word is missing before AND. Add one, or put "AND" in quotes to search for it'],
    ['a OR', 4, 'The query ends where a word is missing. Add one'],
    ['a AND OR b', 6, 'A word is missing before OR.'],
    ['()', 1, 'A word is missing before this parenthesis. Add one'],
    ['a NOT', 5, 'The query ends where a word is missing.'],
    ['*a*', 0, 'A star stands at one end of a word. Leave one out'],
    ['*', 0, 'A star stands at one end of a word.'],
    ['a-b*', 0, 'A star belongs to one word'],
    ['a wal*rus', 5, 'A star stands at one end of a word. Leave it out'],
    ['title: x', 6, 'A word is missing behind "title:". Write it without a blank in between'],
    ['x title:', 8, 'A word is missing behind "title:".'],
    ['word~3', 4, 'One or two letters may be wrong. Write ~1 or ~2'],
    ['name:x', 0, 'There is no field "name" to search. Name one of: title, body'],
    ['('.repeat(1_000), 100, 'A query is nested at most 100 deep. Simplify it'],
  ])('refuses %s, at the place', (query, position, reason) => {
    const error = (() => {
      try {
        return parseQuery(query, { fields: ['title', 'body'] });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(QuerySyntaxError);
    expect(error).toMatchObject({ code: 'QUERY_SYNTAX', query, position });
    expect((error as Error).message).toContain(reason);
    const [shown, caret] = (error as Error).message.split('\n').slice(-2) as [string, string];
    expect(shown[caret.indexOf('^')] ?? '').toBe(query[position] ?? '');
  });

  it.each(['note: x', '"a*b"', 'x - y', 'title:"a b"', 'title:(a b)'])('takes %s as it is', (query) => {
    expect(() => parseQuery(query, { fields: ['title', 'body'] })).not.toThrow();
  });

  it('reads anything, or says where it cannot', () => {
    const piece = fc.constantFrom(
      'a',
      'b c',
      '(',
      ')',
      '"',
      ' AND ',
      ' OR ',
      'NOT ',
      '-',
      '*',
      '~',
      '~1',
      ':',
      'f:',
      ' ',
      'é',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const query = pieces.join('');
        try {
          const printed = parsed(query);
          // what was read can be read again, and is the same
          const again = printed
            .replaceAll('&', ' AND ')
            .replaceAll('|', ' OR ')
            .replaceAll('!', ' NOT ')
            .replaceAll('=', ':');
          expect(parsed(again)).toBe(printed);
        } catch (error) {
          if (!(error instanceof QuerySyntaxError)) throw error;
          expect(error.position).toBeLessThanOrEqual(query.length);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('has a plain form that takes any text', () => {
    for (const text of ['(a "b', 'AND', '', 'a OR *']) expect(parsePlain(text)).toEqual({ op: 'words', text });
  });
});
