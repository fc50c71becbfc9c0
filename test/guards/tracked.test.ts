import path from 'node:path';
import { matchingLines, read, repositoryFiles } from '../support/repository.js';

const TOP = [
  '.ci',
  '.gitignore',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'docs',
  'examples',
  'jest.config.js',
  'package-lock.json',
  'package.json',
  'scripts',
  'src',
  'test',
  'tsconfig.json',
];
const BUILT = /^(?:node_modules|dist|coverage|data)\//;
// homes and the folders that this is written in; the second part needs a further name, so that prose may say "home/"
const MACHINE = /(?:^|[^\w.~/}-])\/(?:work|farm|root|home|Users)\/[\w.]/;

const files = repositoryFiles();

describe('the repository', () => {
  it('has nothing new at its top level', () => {
    const top = new Set(files.map((file) => file.split('/')[0]!));
    expect([...top].filter((name) => !TOP.includes(name))).toEqual([]);
  });

  it('tracks nothing that is built', () => {
    expect(files.filter((file) => BUILT.test(file))).toEqual([]);
  });

  it('knows no path of the machine that it was written on', () => {
    const here = path.resolve('.');
    const lines = files.flatMap((file) => {
      const text = read(file);
      return [...matchingLines(file, text, MACHINE), ...(text.includes(here) ? [`${file}: ${here}`] : [])];
    });
    expect(lines).toEqual([]);
  });

  it('names no registry in its lock file', () => {
    expect(matchingLines('package-lock.json', read('package-lock.json'), /"resolved": "(?!file:)/)).toEqual([]);
  });

  // who uses ioredis as well must get one copy of it: its clients are handed over
  it('pins every package but ioredis to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, v]) => !/^(?:npm:\S+@)?\d/.test(v),
    );
    expect(loose).toEqual([['ioredis', '^6.0.0']]);
  });
});

describe('the guard of paths', () => {
  it.each(['/ro' + 'ot/.cache', "'/ho" + "me/ada/x'", '(/wo' + 'rk/main)'])('sees %j', (line) => {
    expect(matchingLines('a', line, MACHINE)).toHaveLength(1);
  });

  it.each(['./home/x', 'https://example.com/home/x', 'src/Users/x'])('passes %j', (line) => {
    expect(matchingLines('a', line, MACHINE)).toEqual([]);
  });
});
