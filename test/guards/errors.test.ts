import * as redstart from 'redstart';
import { RedstartError } from 'redstart';
import { read, sourceFiles } from '../support/repository.js';

const CLASS = /^export class (?<name>\w+) extends (?<base>\w*Error) \{\n\s+readonly code = '(?<code>\w+)'/gm;
const ANY_ERROR = /\bclass (\w+) extends \w*Error\b/g;
const ROW = /^\| `(?<code>[A-Z_]+)` \| `(?<name>\w+)`(?:, a `\w+`)? \| [^|]+ \| [^|]+ \|$/gm;

interface Entry {
  readonly name: string;
  readonly code: string;
}

const groups = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((match) => ({ ...match.groups }) as unknown as Entry & { base?: string });

const source = sourceFiles().map(read).join('\n');
const errors = groups(source, CLASS);
const documented = groups(read('docs/errors.md'), ROW);
const pairs = (entries: readonly Entry[]) => entries.map(({ name, code }) => `${code} ${name}`).sort();

const capitals = (name: string) =>
  name
    .replace(/Error$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toUpperCase();

/** Those that are an error of the language: a program that catches a RangeError catches a sum beyond its bounds. */
const BASES: Readonly<Record<string, string>> = { OutOfBoundsError: 'RangeError' };

describe('errors', () => {
  it('all state their code, one level under RedstartError', () => {
    const names = [...source.matchAll(ANY_ERROR)].map(([, name]) => name).filter((name) => name !== 'RedstartError');
    expect(errors.map(({ name }) => name)).toEqual(names);
    expect(errors.filter(({ name, base }) => base !== (BASES[name] ?? 'RedstartError'))).toEqual([]);
  });

  it('have the name of their class in capitals for a code, so that no two share one', () => {
    expect(errors.map(({ code }) => code)).toEqual(errors.map(({ name }) => capitals(name)));
    expect(new Set(errors.map(({ code }) => code)).size).toBe(errors.length);
  });

  it('are called as their class, whatever a minifier makes of that', () => {
    const classes = redstart as unknown as Record<string, { prototype: object }>;
    const named = errors.map(({ name, code }) => Object.create(classes[name]!.prototype, { code: { value: code } }));
    expect(named.map((error: Error) => error.name)).toEqual(errors.map(({ name }) => name));
  });

  it('are all exported', () => {
    const exported = redstart as unknown as Record<string, { prototype: unknown } | undefined>;
    const isOne = (name: string) => exported[name]?.prototype instanceof (BASES[name] ? RangeError : RedstartError);
    expect(errors.filter(({ name }) => !isOne(name))).toEqual([]);
  });

  it('are all in docs/errors.md, and nothing else is', () => {
    expect(pairs(documented)).toEqual(pairs(errors));
  });
});
