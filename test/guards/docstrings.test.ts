import { read, sourceFiles } from '../support/repository.js';

const CLASS =
  /^export (?:abstract )?class (?<name>\w+)(?:<[^{]*?>)?(?: extends (?<base>\w+))?[^{]*\{\n(?<body>[\s\S]*?)^\}/gm;
const METHOD =
  /^(?<doc> {2}\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)? {2}(?:(?:static|override|abstract|async) )*\*?(?!constructor\b)(?<name>\w+|\[[\w.]+\])(?:<[^\n]*>)?\([\s\S]*?\): (?<type>[^\n]*)/gm;
const ANSWERS_LATER = /^(?:Promise|Async(?:Generator|Iterable|Iterator))</;
const EXPORTED = /^export (?:type )?\{(?<names>[^}]*)\} from '\.\/(?<file>[^']*)\.js';/gm;

/** What talks to a server in ways of its own, and says so in words; what another library calls. */
const WITHOUT = /^(?:Database\.(?:connect|embedded|reconnect|close)|(?:Feed|KeyvCache)\.\w+|\w+\.\[Symbol\.\w+\])$/;

interface Declared {
  readonly file: string;
  readonly base: string | undefined;
  readonly body: string;
}

const classes = new Map<string, Declared>();
for (const file of sourceFiles())
  for (const { groups } of read(file).matchAll(CLASS))
    classes.set(groups!.name!, { file, base: groups!.base, body: groups!.body! });

/** A class, and those that it extends. */
function lineage(name: string): string[] {
  const declared = classes.get(name);
  return declared ? [name, ...(declared.base ? lineage(declared.base) : [])] : [];
}

/** The classes that users meet: those that index.ts exports from their files. */
const met = [...read('src/index.ts').matchAll(EXPORTED)].flatMap(({ groups }) =>
  [...groups!.names!.matchAll(/\w+/g)]
    .map(([name]) => name)
    .filter((name) => classes.get(name)?.file === `src/${groups!.file}.ts`),
);

/** Methods that answer later and do not say what that asks of the server; an overload has what the first one says. */
function silent(name: string, body: string): string[] {
  const told = new Set<string>();
  return [...body.matchAll(METHOD)].flatMap(({ groups }) => {
    const method = `${name}.${groups!.name}`;
    if (/Redis: |@internal/.test(groups!.doc ?? '')) told.add(method);
    return told.has(method) || WITHOUT.test(method) || !ANSWERS_LATER.test(groups!.type!) ? [] : [method];
  });
}

describe('the docstrings', () => {
  it('say of every public call what it asks of the server', () => {
    const found = [...new Set(met.flatMap(lineage))];
    expect(found.length).toBeGreaterThan(40);
    expect(found.flatMap((name) => silent(name, classes.get(name)!.body))).toEqual([]);
  });
});

describe('the guard of docstrings', () => {
  const body = [
    '  constructor(readonly key: string) {',
    '  }',
    '',
    '  /** One thing. Redis: GET, O(1). */',
    '  async get(key: string): Promise<string> {',
    '    return this.ask(key).then(() => 1);',
    '  }',
    '',
    '  /** Another. */',
    '  static async ask<T>(key: string, options: { readonly a?: 1 } = {}): Promise<T> {',
    '  }',
    '',
    '  private async own(): Promise<void> {',
    '  }',
    '',
    '  size(): number {',
    '    return 1;',
    '  }',
  ];

  it('sees a method that says nothing, and no other', () => {
    expect(silent('A', body.join('\n'))).toEqual(['A.ask']);
  });
});
