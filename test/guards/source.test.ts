import { matchingLines, read, repositoryFiles, sourceFiles } from '../support/repository.js';

const LONGEST = 300;
const UNTYPED = /\bas any\b|: any\b|<any\b|\bany\[\]|@ts-(?:ignore|nocheck|expect-error)/;
const WHOLE_KEYSPACE = /call\('(?:KEYS|FLUSH)|redis\.(?:keys|flushall|flushdb)\(/i;
// written so that this line is no such mark itself
const MARKS = /\b(?:T[O]DO|FIX[M]E|X[X]X|HA[C]K)\b/;
// "there is no field", "is no longer" and "no nearer" are as one says it
const IS_NO = /(?<!\b[Tt]here |\b[Ii]t )\b(?:is|are|was|were) no (?!longer\b|more\b|\w+er\b)\w/;
// as comments name other files: lib/layout/tree.lua, src/write/change.ts
const NAMED = /(?<![\w./-])(?:lib|src|scripts)\/[\w./-]+\.(?:lua|ts)\b/g;
const SKIPPED = /\b(?:it|test|describe)\.(?:skip|only|todo)\b|\bx(?:it|describe)\(|\bf(?:it|describe)\(/;

const search = (files: readonly string[], pattern: RegExp) =>
  files.flatMap((file) => matchingLines(file, read(file), pattern));

const code = repositoryFiles().filter((file) => /\.(?:ts|js|mjs|cjs|lua)$/.test(file));

describe('the source', () => {
  it(`has no file of more than ${LONGEST} lines`, () => {
    expect(sourceFiles().filter((file) => read(file).trimEnd().split('\n').length > LONGEST)).toEqual([]);
  });

  it('hides no type from its users', () => {
    expect(search(sourceFiles(), UNTYPED)).toEqual([]);
  });

  it('takes undefined for an option that is left out, as exactOptionalPropertyTypes asks', () => {
    const optional = /^ {2}(?:readonly )?\w+\?: (?!unknown;)/;
    const members = sourceFiles().flatMap((file) =>
      [...read(file).matchAll(/^export interface \w+Options\b[^\n]*\{\n(.*?)^\}/gms)].flatMap(([, body]) =>
        matchingLines(file, body!, optional),
      ),
    );
    expect(members.length).toBeGreaterThan(200);
    expect(members.filter((line) => line.endsWith(';') && !line.endsWith('| undefined;'))).toEqual([]);
  });

  it('never asks the server for all its keys, nor empties it', () => {
    const shipped = repositoryFiles('scripts/lua').filter((file) => file.endsWith('.lua'));
    expect(search([...sourceFiles(), ...shipped], WHOLE_KEYSPACE)).toEqual([]);
  });

  it('has no marks of unfinished work', () => {
    expect(search(code, MARKS)).toEqual([]);
  });

  it('says "is not a field", never that it "is no" one', () => {
    const told = repositoryFiles().filter((file) => /^(?:docs|scripts.lua|README|CHANGELOG)/.test(file));
    expect(search([...sourceFiles(), ...told], IS_NO)).toEqual([]);
  });

  it('names files that there are', () => {
    const files = repositoryFiles().map((file) => `/${file}`);
    const isMissing = (name: string) => !files.some((file) => file.endsWith(`/${name}`));
    const named = (file: string) => [...read(file).matchAll(NAMED)].map(([name]) => name).filter(isMissing);
    const told = [...sourceFiles(), ...repositoryFiles('scripts')].filter((file) => /\.(?:ts|lua)$/.test(file));
    expect(told.flatMap((file) => named(file).map((name) => `${file}: ${name}`))).toEqual([]);
  });

  it('skips no test', () => {
    expect(search(repositoryFiles('test'), SKIPPED)).toEqual([]);
  });
});

describe('the guard of the source', () => {
  it.each(['const a: any = 1;', 'x as any', 'Map<any, string>', '// @ts-ignore'])('sees %j', (line) => {
    expect(matchingLines('a.ts', line, UNTYPED)).toEqual([`a.ts:1: ${line}`]);
  });

  it.each(['what is no key', 'those are no ids'])('sees %j', (line) => {
    expect(matchingLines('a.ts', line, IS_NO)).toHaveLength(1);
  });

  it.each(['There is no key', 'is no longer there', 'is no nearer', 'casino nights'])('passes %j', (line) => {
    expect(matchingLines('a.ts', line, IS_NO)).toEqual([]);
  });

  it.each(['const company = 1;', 'anyOf<Company>()', '// as many as'])('passes %j', (line) => {
    expect(matchingLines('a.ts', line, UNTYPED)).toEqual([]);
  });
});
