import { read, repositoryFiles, sourceFiles } from '../support/repository.js';

const EXPORTED = /^export (?:abstract |async )*(?:class|const|enum|function\*?|interface|let|type) (?<name>\w+)/gm;

/** Names that stand for one thing in two files, or for two that nobody takes for each other, and why. */
const SHARED: Readonly<Record<string, string>> = {
  Condition: 'what a user sees of the class behind it',
  Distance: 'what a user sees of the class behind it',
  LinkedList: 'what a user sees of the class behind it',
  LinkedSet: 'what a user sees of the class behind it',
  LinkedSortedSet: 'what a user sees of the class behind it',
  OrderTerm: 'what a user sees of the class behind it',
  bytes: 'a codec of containers, and the type of field of the same values',
  geo: 'a type of field, and the kind of index for it',
  integer: 'a type of field, and the check of an argument',
  json: 'a codec of containers, and the type of field of the same values',
  loadPackage: 'two ways to do one thing, of which a build takes one',
  text: 'a codec of containers, the type of field of the same values, and the kind of index for it',
};

function exportsOf(files: readonly string[], textOf = read): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of files)
    for (const name of new Set([...textOf(file).matchAll(EXPORTED)].map(({ groups }) => groups!.name!)))
      found.set(name, [...(found.get(name) ?? []), file]);
  return found;
}

const sharedBy = (exports: ReadonlyMap<string, readonly string[]>): string[] =>
  [...exports].filter(([, files]) => files.length > 1).map(([name]) => name);

describe('a name that files export', () => {
  // index.ts exports again what others do
  const exports = exportsOf(sourceFiles().filter((file) => file !== 'src/index.ts'));

  it('means one thing', () => {
    const twice = sharedBy(exports).filter((name) => !SHARED[name]);
    expect(twice.map((name) => `${name}: ${exports.get(name)!.join(', ')}. Rename one.`)).toEqual([]);
  });

  it('is in the list of those that mean several only as long as it does', () => {
    expect(Object.keys(SHARED).filter((name) => !sharedBy(exports).includes(name))).toEqual([]);
  });
});

/** Names that the compiler writes into what it infers of another file. */
const INFERRED = new Set(['ContainerFactory', 'JsonProperty', 'OptionalExact', 'RequiredExact', 'StreamFactory']);

describe('a file', () => {
  it('exports what others use', () => {
    const files = repositoryFiles().filter((file) => /\.[mc]?ts$/.test(file) && !file.endsWith('generated.ts'));
    const users = new Map<string, number>();
    for (const file of files)
      for (const word of new Set(read(file).match(/\w+/g))) users.set(word, (users.get(word) ?? 0) + 1);
    // index.ts exports all that the files of errors do
    const own = sourceFiles().filter((file) => !file.startsWith('src/errors/'));
    const unused = [...exportsOf(own)].filter(([name]) => users.get(name) === 1 && !INFERRED.has(name));
    expect(unused.map(([name, [file]]) => `${file}: ${name}`)).toEqual([]);
  });
});

describe('the guard of names', () => {
  const files: Readonly<Record<string, string>> = {
    'a.ts':
      'export type Gate = () => void;\nexport function pass(): void;\nexport function pass(gate?: Gate): void {}\n',
    'b.ts': 'export abstract class Gate {}\nconst pass = 1;\n',
    'c.ts': 'export async function* pass() {}\n',
  };

  it('sees a name in two files, and overloads of one function as one', () => {
    const seen = exportsOf(Object.keys(files), (file) => files[file]!);
    expect(sharedBy(seen)).toEqual(['Gate', 'pass']);
    expect(seen.get('pass')).toEqual(['a.ts', 'c.ts']);
  });
});
