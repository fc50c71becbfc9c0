import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Compiled, compilePrograms } from '../../scripts/tools/bundle.js';
import { anchors, localLinks, programs } from '../support/markdown.js';
import { execute, tool } from '../support/packed.js';
import { read, repositoryFiles } from '../support/repository.js';

const pages = repositoryFiles().filter((file) => file.endsWith('.md'));

/** Whether a link of a page leads to a file, and to a heading of it. */
function leadsNowhere(page: string, link: string): boolean {
  const [file, anchor] = link.split('#') as [string, string | undefined];
  const target = file === '' ? page : path.join(path.dirname(page), file);
  if (!existsSync(target)) return true;
  return anchor !== undefined && !anchors(read(target)).includes(anchor);
}

describe('the documents', () => {
  it('link to what exists', () => {
    const dead = pages.flatMap((page) => localLinks(read(page)).filter((link) => leadsNowhere(page, link)));
    expect(dead).toEqual([]);
  });

  it('name files that there are', () => {
    const files = repositoryFiles().map((file) => `/${file}`);
    const named = (page: string) =>
      [...read(page).matchAll(/`[^`<\s]*?([\w-]+(?:[/.][\w-]+)*\.(?:ts|lua))`/g)].map(([, name]) => name!);
    const isMissing = (name: string) => !files.some((file) => file.endsWith(`/${name}`));
    expect(['src/README.md', 'CONTRIBUTING.md'].flatMap((page) => named(page).filter(isMissing))).toEqual([]);
  });

  it('are all listed in docs/README.md', () => {
    const listed = localLinks(read('docs/README.md')).map((link) => `docs/${link}`);
    const written = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
    expect(listed.sort()).toEqual(written.sort());
  });
});

describe('the code in the documents', () => {
  const code = pages.flatMap((page) =>
    programs(read(page)).map((program, i) => ({ ...program, file: `${page.replaceAll(/\W/g, '-')}-${i + 1}.ts` })),
  );
  const those = code.filter(({ runs }) => runs);
  let folder: string;
  let compiled: Compiled;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'redstart-docs-'));
    await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));
    for (const { file, code: text } of code) await writeFile(path.join(folder, file), `${text}\nexport {};\n`);
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config()));
    const inside = path.join(folder, 'programs');
    await mkdir(inside);
    const files = those.map(({ file }) => file);
    compiled = await compilePrograms(folder, files, inside);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  function config(): object {
    const compilerOptions = {
      // an excerpt may define what it does not use
      noUnusedLocals: false,
      noUnusedParameters: false,
      types: ['node'],
      paths: { redstart: [path.resolve('src/index.ts')] },
    };
    return { extends: path.resolve('tsconfig.json'), compilerOptions, include: ['*.ts'], exclude: [] };
  }

  it('compiles', async () => {
    await execute(process.execPath, [tool('typescript/bin/tsc'), '--project', folder]);
  });

  it.each(those)('runs: $file', async ({ file }) => {
    await execute(process.execPath, [compiled(file)], folder);
  });
});

describe('the reader of documents', () => {
  it('joins blocks that continue, and leaves other languages out', () => {
    const page = '```ts run\na\n```\ntext\n```sh\nb\n```\n```ts continued\nc\n```\n```ts\nd\n```\n';
    expect(programs(page)).toEqual([
      { code: 'a\nc\n', runs: true },
      { code: 'd\n', runs: false },
    ]);
  });

  it('finds links outside of code, and the anchors of headings', () => {
    const page = '# The `Lock`, and more\n[a](b.md#c) [x](https://a.b) `[no](link)`\n```\n# none\n[no](link)\n```\n';
    expect(localLinks(page)).toEqual(['b.md#c']);
    expect(anchors(page)).toEqual(['the-lock-and-more']);
  });
});
