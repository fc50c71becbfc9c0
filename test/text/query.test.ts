import { Analyzer, type AnalyzerOptions } from '../../src/text/analyzer.js';
import { type HighlightOptions, markWords } from '../../src/text/highlight.js';
import { resolveQuery, type TermQuery } from '../../src/text/query.js';
import type { Conjunction } from '../../src/text/syntax/expression.js';
import { parsePlain, parseQuery } from '../../src/text/syntax/parse.js';
import { isWithin } from '../../src/util/edit-distance.js';

const resolve = (query: string, options?: AnalyzerOptions) => resolveQuery(parseQuery(query), new Analyzer(options));
const plain = (text: string, conjunction?: Conjunction) => resolveQuery(parsePlain(text), new Analyzer(), conjunction);
const term = (...terms: string[]): TermQuery => ({ op: 'term', terms, field: undefined });

describe('the words of a query', () => {
  it('become terms, as those of texts do', () => {
    expect(resolve('Searching')).toEqual({ query: term('search'), ignored: [] });
    expect(resolve('wilde', { metaphone: true }).query).toEqual(term('ALT', 'FLT'));
    expect(resolve('title:Engines').query).toEqual({ op: 'term', terms: ['engin'], field: 'title' });
    expect(resolve('body:(a* OR -title:x)').query).toEqual({
      op: 'or',
      inputs: [
        { op: 'prefix', text: 'a', stem: 'a', field: 'body' },
        { op: 'not', input: { op: 'term', terms: ['x'], field: 'title' } },
      ],
    });
  });

  it('are looked for once, however often and in which form they are written', () => {
    expect(resolve('loom looms Loom').query).toEqual(term('loom'));
    expect(resolve('loom AND engine AND loom').query).toEqual({ op: 'and', inputs: [term('loom'), term('engin')] });
    expect(resolve('lo* OR lo* OR loom~1 OR loom~1').query).toMatchObject({
      inputs: [{ op: 'prefix' }, { op: 'fuzzy' }],
    });
    expect(resolve('loom~1 loom~2 title:loom loom').query).toMatchObject({ inputs: { length: 4 } });
    expect(resolve('loom -loom').query).toEqual({
      op: 'and',
      inputs: [term('loom'), { op: 'not', input: term('loom') }],
    });
    const pasted = plain('the loom weaves what the engine weaves '.repeat(300)).query as unknown as {
      inputs: TermQuery[];
    };
    expect(pasted.inputs).toEqual([term('loom'), term('weav'), term('engin')]);
  });

  it('are left out and named where they are not indexed', () => {
    expect(resolve('the walrus AND of')).toEqual({ query: term('walru'), ignored: ['the', 'of'] });
    expect(resolve('the -of (a OR "an the")')).toEqual({ query: undefined, ignored: ['the', 'of', 'a', 'an'] });
    expect(resolve('')).toEqual({ query: undefined, ignored: [] });
  });

  it('stand at their places in a phrase, stop-words too', () => {
    const phrase = { op: 'phrase', places: [['engin'], undefined, ['search']], field: undefined };
    expect(resolve('"the engine of searching"').query).toEqual(phrase);
    expect(resolve('"the engine"').query).toEqual(term('engin'));
    expect(resolve('e-mail').query).toEqual({ op: 'phrase', places: [['e'], ['mail']], field: undefined });
  });

  it('keep parts of words whole', () => {
    expect(resolve('engineer*').query).toEqual({ op: 'prefix', text: 'engineer', stem: 'engin', field: undefined });
    expect(resolve('*ing').query).toEqual({ op: 'suffix', text: 'ing', field: undefined });
    expect(resolve('engineers~2').query).toEqual({ op: 'fuzzy', text: 'engin', distance: 2, field: undefined });
  });

  it('are joined in plain text, whatever signs there are', () => {
    expect(plain('walrus OR (tusk').query).toEqual({ op: 'and', inputs: [term('walru'), term('tusk')] });
    expect(plain('walrus "tusk', 'or').query).toEqual({ op: 'or', inputs: [term('walru'), term('tusk')] });
    expect(plain('*').query).toBeUndefined();
  });
});

describe('the distance of words', () => {
  it.each([
    ['engine', 'engine', 0],
    ['engine', 'engin', 1],
    ['engine', 'egnine', 1],
    ['engine', 'enjine', 1],
    ['engine', 'xengine', 1],
    ['ca', 'abc', 3],
    ['', 'ab', 2],
    ['😀a', '😀b', 1],
  ])('of %j and %j is %d', (a, b, distance) => {
    for (const limit of [0, 1, 2, 3]) {
      expect(isWithin(a, b, limit)).toBe(limit >= distance);
      expect(isWithin(b, a, limit)).toBe(limit >= distance);
    }
  });
});

describe('highlighting', () => {
  const analyzer = new Analyzer();
  const mark = (text: string, query: string, options: HighlightOptions = {}, field?: string) =>
    markWords(text, resolve(query).query!, analyzer, { before: '[', after: ']', ...options }, field);

  it('takes a text of 150,000 words that all are found', () => {
    const text = 'steam engine '.repeat(75_000);
    expect(mark(text, 'engine', { length: 25 })).toBe('…[engine] steam [engine]…');
    expect(mark(text, '"steam engine"', { length: 25 })).toBe('[steam] [engine] [steam] [engine]…');
  });

  it('begins and ends an excerpt at the edges of words, where no blank is near', () => {
    const text = 'incomprehensible-walrus/unintelligible';
    for (let length = 6; length < text.length; length++) {
      const excerpt = mark(text, 'walrus', { length });
      expect(excerpt).toMatch(/^…(incomprehensible-|-)?\[walrus\](\/…|\/unintelligible|…)$/);
    }
    expect(mark('東京都の猫が走る', '猫', { length: 3 })).toBe('…の[猫]が…');
  });

  it('marks what was found, as it is written', () => {
    const text = "The Engine's engineers, not a steam-engine; ENGINES!";
    expect(mark(text, 'engine')).toBe("The [Engine's] [engineers], not a steam-[engine]; [ENGINES]!");
    expect(mark(text, 'engine -steam')).toBe("The [Engine's] [engineers], not a steam-[engine]; [ENGINES]!");
    expect(mark(text, '"steam engine"')).toBe("The Engine's engineers, not a [steam]-[engine]; ENGINES!");
    expect(mark(text, 'ste* OR *xyz')).toBe("The Engine's engineers, not a [steam]-engine; ENGINES!");
    expect(mark(text, 'staem~')).toBe("The Engine's engineers, not a [steam]-engine; ENGINES!");
    expect(mark(text, 'nothing')).toBe(text);
  });

  it('marks a word in its own field only', () => {
    expect(mark('engine', 'title:engine', {}, 'body')).toBe('engine');
    expect(mark('engine', 'title:engine', {}, 'title')).toBe('[engine]');
  });

  it('marks a phrase with its stop-words between', () => {
    expect(mark('engine of search, search engine', '"engine of search"')).toBe('[engine] of [search], search engine');
  });

  it('gives the best part of a long text', () => {
    const text = `${'lorem ipsum '.repeat(20)}the walrus and the carpenter ${'dolor sit '.repeat(20)}walrus`;
    const excerpt = mark(text, 'walrus carpenter', { length: 60 });
    expect(excerpt).toContain('the [walrus] and the [carpenter]');
    expect(excerpt).toMatch(/^…\S.*\S…$/);
    expect(excerpt.length).toBeLessThanOrEqual(60 + 6);
    expect(mark('short walrus', 'walrus', { length: 60 })).toBe('short [walrus]');
    expect(mark(text, 'nothing', { length: 20 })).toMatch(/^lorem ipsum.*…$/);
    expect(() => mark(text, 'walrus', { length: 0 })).toThrow(RangeError);
  });
});
