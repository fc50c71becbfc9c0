import { read, sourceFiles } from '../support/repository.js';

const files = sourceFiles().filter((file) => /^src\/containers\/(?!streams\/|stream-factories)/.test(file));
const PARAGRAPH = /Redis: (?<text>.*?)(?=\n\s*\*\s*\n|\n\s*\*\s*@|\s*\*\/)/gs;
const THROWN = /throw new (?:Type|Range)Error\(\s*(?<quote>[`'"])(?<text>.*?)\k<quote>[,)]/gs;

const texts = (pattern: RegExp) =>
  files.flatMap((file) => [...read(file).matchAll(pattern)].map((match) => ({ file, text: match.groups!.text! })));

/** An error that another one wraps says what is wrong; the outer one says the way out. */
const isCause = (text: string) => text.startsWith('the codec gave');

describe('the wording of the containers', () => {
  it('states command, cost and atomicity of every call in one form', () => {
    const paragraphs = texts(PARAGRAPH);
    expect(paragraphs.length).toBeGreaterThan(150);
    const form = /^[^,]+, .*O\(.+\).*(?:atomic|a step)/s;
    expect(paragraphs.filter(({ text }) => !form.test(text.replaceAll(/\s*\n\s*\*\s*/g, ' ')))).toEqual([]);
  });

  it('ends each error with the way out', () => {
    const messages = texts(THROWN).filter(({ text }) => !isCause(text));
    expect(messages.length).toBeGreaterThan(35);
    expect(messages.filter(({ text }) => !/[.:] [A-Z{0-9$].*[.}]$/s.test(text))).toEqual([]);
  });
});
