import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { Analyzer, type AnalyzerOptions } from '../../src/text/analyzer.js';
import { fold } from '../../src/text/fold.js';
import { stem } from '../../src/text/stem.js';
import { encodeTerms } from '../../src/text/terms.js';
import { tokenize } from '../../src/text/tokenize.js';

const words = (text: string) => Array.from(tokenize(text), (token) => token.text);
const terms = (text: string, options?: AnalyzerOptions) =>
  Array.from(new Analyzer(options).analyze(text), (word) => word.terms.join('|'));

describe('folding', () => {
  it.each([
    ['Straße', 'strasse'],
    ['Ångström', 'angstrom'],
    ['Ærøskøbing', 'aeroskobing'],
    ['Łódź', 'lodz'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ÇA VA', 'ca va'],
    ['İstanbul', 'istanbul'],
    ['ﬁne', 'fine'],
    ['Ёлка', 'елка'],
    ['한글', '한글'],
    ['हिन्दी', 'हिन्दी'],
    ['ｆｕｌｌ', 'full'],
  ])('takes case and accents from %s', (text, expected) => expect(fold(text)).toBe(expected.normalize('NFC')));

  it('changes nothing the second time, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('words of a text', () => {
  it.each([
    ['Hello, World! 42 times', ['hello', 'world', '42', 'times']],
    ["the walrus's tusks, O’Neill, don't", ['the', 'walrus', 'tusks', 'oneill', 'dont']],
    ['e-mail foo_bar a/b', ['e', 'mail', 'foo', 'bar', 'a', 'b']],
    ['Привет, мир', ['привет', 'мир']],
    ['東京タワー 2', ['東', '京', 'タ', 'ワ', 'ー', '2']],
    ['', []],
    [" ' -- \0 😀", []],
  ])('are runs of letters and digits: %j', (text, expected) => expect(words(text)).toEqual(expected));

  it('stand where they say, each folded on its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        let end = 0;
        for (const token of tokenize(text)) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(words(text.slice(token.start, token.end))).toEqual([token.text]);
          end = token.end;
        }
      }),
    );
  });
});

describe('stems', () => {
  const vocabulary = (file: string) =>
    readFileSync(path.join(path.dirname(require.resolve('porter-stemmer')), 'test', file), 'utf8')
      .trim()
      .split('\n');

  it("are right for all of Porter's vocabulary", () => {
    const [inputs, outputs] = [vocabulary('input.txt'), vocabulary('output.txt')];
    expect(inputs.length).toBeGreaterThan(23_000);
    // the list has words of less than three letters and with apostrophes, which are not stemmed here
    const wrong = inputs.filter((word, i) => /^[a-z]{3,}$/.test(word) && stem(word) !== outputs[i]);
    expect(wrong).toEqual([]);
  });

  it('leave alone what is not an English word, and the names of objects', () => {
    expect(['привет', 'r2d2', 'constructor', '__proto__', 'is'].map(stem)).toEqual([
      'привет',
      'r2d2',
      'constructor',
      '__proto__',
      'is',
    ]);
  });
});

describe('an analyzer', () => {
  it('leaves stop-words out, counts their places, and stems', () => {
    const found = [...new Analyzer().analyze('The searching of engines')];
    expect(found).toEqual([
      { terms: ['search'], place: 1, start: 4, end: 13 },
      { terms: ['engin'], place: 3, start: 17, end: 24 },
    ]);
  });

  it.each<[AnalyzerOptions, string[]]>([
    [{ stemmer: false }, ['running', 'walruses']],
    [{ stopWords: false }, ['the', 'run', 'of', 'a', 'walrus']],
    [{ stopWords: ['Running'] }, ['the', 'of', 'a', 'walrus']],
    [{ minWordLength: 8 }, ['walrus']],
    [{ metaphone: true }, ['RN', 'ALRS|FLRS']],
  ])('does as its options say: %j', (options, expected) =>
    expect(terms('The running of a Walruses', options)).toEqual(expected),
  );

  it('hears what sounds alike, as in the manual', () => {
    const heard = (text: string) => terms(text, { metaphone: true });
    expect(heard('flasck pythonn')).toEqual(heard('flask python'));
    expect(heard('42 мир')).toEqual(['42', 'мир']);
  });

  it('describes itself, so that others can compare', () => {
    expect(new Analyzer().settings).toEqual({
      stemmer: 'true',
      metaphone: 'false',
      stopWords: 'english',
      minWordLength: '1',
    });
    expect(new Analyzer({ stopWords: ['b', 'a'] }).settings.stopWords).toBe('a b');
  });

  it('refuses options that make no sense', () => {
    const open = (options: object) => () => new Analyzer(options);
    expect(open({ minWordLength: 0 })).toThrow(RangeError);
    expect(open({ minWordLength: '3' })).toThrow(TypeError);
    expect(open({ stemmer: 1 })).toThrow('stemmer must be true or false, not 1.');
    expect(open({ stopWords: 'german' })).toThrow("stopWords must be 'english'");
    expect(open({ stopWords: [1] })).toThrow(TypeError);
    expect(open({ language: 'german' })).toThrow('There is no language "german".');
  });
});

describe('the terms of a text as the server takes them', () => {
  const analyzers = {
    plain: new Analyzer(),
    bare: new Analyzer({ stemmer: false, stopWords: false, minWordLength: 3 }),
    sounds: new Analyzer({ metaphone: true, stopWords: ['smith'] }),
  };
  /** As the words of the text say, one by one. */
  function written(analyzer: Analyzer, text: string): string {
    const words = [...analyzer.analyze(text)];
    return words
      .map(({ terms, place }, i) => ' '.repeat(i === 0 ? 0 : place - words[i - 1]!.place) + terms.join('|'))
      .join('');
  }
  const pieces = fc.constantFrom(
    ..."The walrus's don't looms Smith searching o'clock-like x 42 of AND internationalization's ' '' , \n été 東京 Ⅷ".split(
      ' ',
    ),
  );

  it.each(Object.entries(analyzers))('are those of its words (%s)', (_, analyzer) => {
    const text = fc.array(pieces, { maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (each) => {
        expect(encodeTerms(analyzer, each)).toBe(written(analyzer, each));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the rarity of words', () => {
  it('is that of the texts of late: what was met often counts no more', () => {
    const analyzer = new Analyzer();
    for (let i = 0; i < 12; i++) encodeTerms(analyzer, 'loom and engine');
    expect(analyzer.rarity).toBe(1);
    encodeTerms(analyzer, 'loom or engine');
    expect(analyzer.rarity).toBeCloseTo(1 - 0.1 * (2 / 3));
    for (let i = 0; i < 100; i++) encodeTerms(analyzer, 'loom or engine');
    expect(analyzer.rarity).toBeLessThan(0.01);
    encodeTerms(analyzer, '');
    for (let i = 0; i < 100; i++) encodeTerms(analyzer, `wholly${i} different${i}`);
    expect(analyzer.rarity).toBeGreaterThan(0.9);
  });

  it('is known of texts in any script', () => {
    const analyzer = new Analyzer();
    for (let i = 0; i < 100; i++) encodeTerms(analyzer, 'Ångström Λόγος');
    expect(analyzer.rarity).toBeLessThan(0.01);
  });
});
