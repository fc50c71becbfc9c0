import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execute, installPacked, tool } from '../support/packed.js';
import { type Toolchain, toolchains } from './toolchains.js';

const SOURCES = path.resolve('test/package/programs');

interface Program {
  readonly name: string;
  /** the files that it imports */
  readonly imports?: readonly string[];
  readonly prints: (toolchain: Toolchain) => string;
}

/** ioredis is CommonJS and requires node's own modules, for which ES modules have no require(). */
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

/** As the README says it. */
const OLDEST_TYPESCRIPT = 'typescript@5.4.5';

/** Names that no program needs, and why. */
const UNNAMED: Readonly<Record<string, string>> = {
  Bind: 'a part of a plan, as it is explained',
  RowTest: 'a part of a plan, as it is explained',
  TextIndexPlan: 'a part of a plan, as it is explained',
  TextPlan: 'a part of a plan, as it is explained',
  Via: 'a part of a plan, as it is explained',
  Tracked: 'the base of Model, whose entities a session takes',
  Exactly: 'refuses what a selection does not have',
  KnownInSpec: 'refuses what an aggregate does not have',
  KnownRelations: 'refuses what with() does not have',
  NotAField: 'refuses what a selection does not have',
  Uncomputed: 'refuses what texts cannot be selected of',
};

/** Every public value and type, with all that it has written out, but for a client of ioredis: the compiler must be able to name that in a declaration. */
async function writtenOut(): Promise<string> {
  const exported = [...(await readFile('src/index.ts', 'utf8')).matchAll(/^export (type )?\{(.*?)\}/gms)];
  const lines = exported.flatMap(([, type, names]) =>
    [...names!.matchAll(/(type )?\b(?!ConnectTarget\b)(\w+)/g)].map(([, own, name]) =>
      (type ?? own) ? `type${name} = write<library.${name}>()` : `${name} = write<Made<typeof library.${name}>>()`,
    ),
  );
  return [
    "import type * as library from 'redstart';",
    'type Made<T> = T extends { prototype: infer I } ? I : T;',
    'declare const write: <T>() => T extends (...args: never[]) => unknown ? T : { [K in keyof T & string]: T[K] };',
    ...lines.map((line) => `export const ${line};`),
  ].join('\n');
}

const ok = () => 'ok\n';

/** The programs that run. */
const PROGRAMS: readonly Program[] = [
  { name: 'database', prints: ok },
  { name: 'models', prints: ok },
  { name: 'circular', imports: ['author', 'book'], prints: ok },
  { name: 'reflected', prints: ({ metadata }) => (metadata ? 'ok\n' : 'SCHEMA\n') },
];

let folder: string;

beforeAll(async () => {
  folder = await installPacked();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The tsconfig.json and the first program that the README shows. */
async function readme(): Promise<{ config: string; program: string }> {
  const text = await readFile('README.md', 'utf8');
  return {
    config: /```json\n(\{\n {2}"compilerOptions".*?)```/s.exec(text)![1]!,
    program: /```ts[^\n]*\n(.*?)```/s.exec(text)![1]!,
  };
}

async function copyPrograms(target: string): Promise<void> {
  const files = PROGRAMS.flatMap(({ name, imports = [] }) => [name, ...imports]);
  for (const file of files) await copyFile(path.join(SOURCES, `${file}.ts`), path.join(target, `${file}.ts`));
}

/** A project of a user, in a folder below the one where the package is installed. */
async function createProject({ name, type }: Toolchain): Promise<string> {
  const project = path.join(folder, name.replaceAll(/\W+/g, '-'));
  for (const part of ['src', 'out']) await mkdir(path.join(project, part), { recursive: true });
  await writeFile(path.join(project, 'package.json'), JSON.stringify({ type }));
  await copyPrograms(path.join(project, 'src'));
  return project;
}

describe('the packed package', () => {
  it('holds the builds, their types and the documents, and no sources', async () => {
    const files = await readdir(path.join(folder, 'node_modules/redstart'), { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'dist/esm/index.d.ts', 'dist/cjs/index.d.ts']),
    );
    expect(files.filter((file) => /^(src|test|scripts)\b/.test(file))).toEqual([]);
  });

  it('has source maps that hold the sources', async () => {
    const map = await readFile(path.join(folder, 'node_modules/redstart/dist/cjs/index.js.map'), 'utf8');
    const { sources, sourcesContent } = JSON.parse(map) as { sources: string[]; sourcesContent: string[] };
    expect(sourcesContent[sources.findIndex((source) => source.endsWith('src/index.ts'))]).toContain('Database');
  });

  it('holds what scripts share once', async () => {
    const bundle = await readFile(path.join(folder, 'node_modules/redstart/dist/cjs/index.js'), 'utf8');
    expect(bundle.split("loaders['layout/tree'] = function").length - 1).toBe(1);
  });

  it('has classes that are called as they are exported', async () => {
    await copyFile(path.join(SOURCES, 'names.mjs'), path.join(folder, 'names.mjs'));
    expect(await execute(process.execPath, ['names.mjs'], folder)).toBe('ok\n');
  });

  it('is one copy to a program that imports and requires it, and says where there are two', async () => {
    const modules = path.join(folder, 'node_modules');
    await cp(path.join(modules, 'redstart'), path.join(modules, 'other/node_modules/redstart'), { recursive: true });
    await copyFile(path.join(SOURCES, 'copies.mjs'), path.join(folder, 'copies.mjs'));
    expect(await execute(process.execPath, ['copies.mjs'], folder)).toBe('ok\n');
  });

  it('has a command line that starts', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    const program = path.join(folder, 'node_modules/redstart/dist/cli.js');
    expect(await execute(process.execPath, [program, '--version'], folder)).toContain(version);
    expect(await execute(process.execPath, [program, '--help'], folder)).toContain('redstart verify');
  });

  it.each(['plain.mjs', 'plain.cjs'])('runs under node alone: %s', async (file) => {
    await copyFile(path.join(SOURCES, file), path.join(folder, file));
    expect(await execute(process.execPath, [file], folder)).toBe('ok\n');
  });

  it.each([
    ['mjs', ['--format=esm', `--banner:js=${REQUIRE}`]],
    ['cjs', ['--format=cjs', '--minify']],
  ] as const)('runs from a bundle that holds all of it: %s', async (extension, flags) => {
    await copyFile(path.join(SOURCES, 'bundled.ts'), path.join(folder, 'bundled.ts'));
    await writeFile(path.join(folder, 'tsconfig.json'), '{ "compilerOptions": { "experimentalDecorators": true } }');
    const alone = await mkdtemp(path.join(tmpdir(), 'redstart-bundle-'));
    const file = path.join(alone, `bundled.${extension}`);
    const all = ['bundled.ts', '--bundle', '--platform=node', `--outfile=${file}`, '--log-level=error', ...flags];
    await execute(tool('esbuild/bin/esbuild'), all, folder);
    expect(await execute(process.execPath, [file], alone)).toBe('ok\n');
    await rm(alone, { recursive: true });
  });

  it('has types that the oldest TypeScript reads, those of its dependencies included', async () => {
    const project = path.join(folder, 'oldest');
    await mkdir(path.join(project, 'src'), { recursive: true });
    await copyFile(path.join(SOURCES, 'models.ts'), path.join(project, 'src/models.ts'));
    // beside the project: among our own packages it would take the place of the compiler that we use
    await writeFile(path.join(project, 'package.json'), '{ "type": "module", "private": true }');
    const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', OLDEST_TYPESCRIPT];
    await execute('npm', install, project);
    const { config, program } = await readme();
    await writeFile(path.join(project, 'tsconfig.json'), config);
    await writeFile(path.join(project, 'src/readme.ts'), program);
    const compiler = path.join(project, 'node_modules/typescript/bin/tsc');
    expect(await execute(process.execPath, [compiler, '--version'], project)).toContain('5.4');
    const flags = ['--project', '.', '--skipLibCheck', 'false', '--types', 'node'];
    await execute(process.execPath, [compiler, ...flags], project);
  });

  it('compiles where an optional property is not one that may be undefined', async () => {
    const project = path.join(folder, 'exact');
    await mkdir(path.join(project, 'src'), { recursive: true });
    await copyFile(path.join(SOURCES, 'exact.ts'), path.join(project, 'src/exact.ts'));
    await writeFile(path.join(project, 'package.json'), '{ "type": "module", "private": true }');
    await writeFile(path.join(project, 'tsconfig.json'), (await readme()).config);
    const flags = ['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit', '--types', 'node'];
    await execute(process.execPath, [tool('typescript/bin/tsc'), '--project', project, ...flags]);
  });

  it('has a name for all that a program hands on, and declares', async () => {
    const project = path.join(folder, 'handed-on');
    await mkdir(path.join(project, 'src'), { recursive: true });
    await copyFile(path.join(SOURCES, 'handed-on.ts'), path.join(project, 'src/handed-on.ts'));
    await writeFile(path.join(project, 'src/written-out.ts'), await writtenOut());
    await writeFile(path.join(project, 'package.json'), '{ "type": "module", "private": true }');
    await writeFile(path.join(project, 'tsconfig.json'), (await readme()).config);
    const flags = ['--declaration', '--emitDeclarationOnly', '--preserveSymlinks', '--types', 'node'];
    const compiled = execute(process.execPath, [tool('typescript/bin/tsc'), '--project', project, ...flags]);
    const told = await compiled.catch((error: Error) => error.message);
    // what has parameters is written out where something gives it: here the compiler asks for them
    const errors = told.split('\n').filter((line) => /handed-on\.ts.*error|error TS(?:2742|2883|4023):/.test(line));
    const named = (line: string) => /(?:reference to|using name) '(\w+)'/.exec(line)?.[1] ?? '';
    expect(errors.filter((line) => !UNNAMED[named(line)])).toEqual([]);
    expect([...new Set(errors.map(named))].sort()).toEqual(Object.keys(UNNAMED).sort());
  });

  it('compiles under the newest TypeScript as the README says', async () => {
    const project = path.join(folder, 'newest');
    const { config, program } = await readme();
    await mkdir(path.join(project, 'src'), { recursive: true });
    await writeFile(path.join(project, 'package.json'), '{ "type": "module", "private": true }');
    await writeFile(path.join(project, 'tsconfig.json'), config);
    await writeFile(path.join(project, 'src/readme.ts'), program);
    await execute(process.execPath, [tool('typescript/bin/tsc'), '--project', project]);
    expect(await readdir(path.join(project, 'dist'))).toEqual(['readme.js']);
  });

  it.each(toolchains)('runs when compiled by $name', async (toolchain) => {
    const project = await createProject(toolchain);
    await toolchain.compile(project);
    const printed = await Promise.all(
      PROGRAMS.map(({ name }) => execute(process.execPath, toolchain.run(name), project)),
    );
    expect(printed).toEqual(PROGRAMS.map(({ prints }) => prints(toolchain)));
  });
});
