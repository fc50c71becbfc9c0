import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execute, installPacked } from '../support/packed.js';
import { type Toolchain, toolchains } from './toolchains.js';

const SOURCES = path.resolve('test/package/programs');

interface Program {
  readonly name: string;
  /** the files that it imports */
  readonly imports?: readonly string[];
  readonly prints: (toolchain: Toolchain) => string;
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
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

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

  it.each(['plain.mjs', 'plain.cjs'])('runs under node alone: %s', async (file) => {
    await copyFile(path.join(SOURCES, file), path.join(folder, file));
    expect(await execute(process.execPath, [file], folder)).toBe('ok\n');
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
