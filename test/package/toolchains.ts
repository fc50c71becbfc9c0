import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transformFile } from '@swc/core';
import { execute, tool } from '../support/packed.js';

/** One way of users to run TypeScript. */
export interface Toolchain {
  readonly name: string;
  /** what package.json of the user says */
  readonly type: 'module' | 'commonjs';
  /** it emits `design:type`, which `@Field()` reads */
  readonly metadata: boolean;
  /** turn `src` of the project into what node can run */
  readonly compile: (project: string) => Promise<void>;
  /** the arguments of node that run a program of the project */
  readonly run: (program: string) => readonly string[];
}

const TYPES = ['module', 'commonjs'] as const;
const FORMAT = { module: 'esm', commonjs: 'cjs' } as const;

const compiled = (program: string) => [`out/${program}.js`];

async function writeConfig(project: string, options: object): Promise<void> {
  const compilerOptions = {
    target: 'es2022',
    strict: true,
    noUncheckedIndexedAccess: true,
    experimentalDecorators: true,
    rootDir: 'src',
    outDir: 'out',
    types: ['node'],
    ...options,
  };
  await writeFile(path.join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
}

async function sources(project: string): Promise<string[]> {
  return (await readdir(path.join(project, 'src'))).filter((file) => file.endsWith('.ts'));
}

const byTsc = TYPES.flatMap((type) =>
  [true, false].map((useDefineForClassFields): Toolchain => {
    const name = `tsc, ${FORMAT[type]}, useDefineForClassFields ${useDefineForClassFields}`;
    const compile = async (project: string) => {
      await writeConfig(project, { module: 'nodenext', emitDecoratorMetadata: true, useDefineForClassFields });
      await execute(process.execPath, [tool('typescript/bin/tsc'), '--project', project]);
    };
    return { name, type, metadata: true, compile, run: compiled };
  }),
);

async function transform(project: string, file: string, type: Toolchain['type']): Promise<void> {
  const { code } = await transformFile(path.join(project, 'src', file), {
    swcrc: false,
    module: { type: type === 'module' ? 'es6' : 'commonjs' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    },
  });
  await writeFile(path.join(project, 'out', file.replace(/\.ts$/, '.js')), code);
}

const bySwc = TYPES.map((type): Toolchain => {
  const compile = async (project: string) => {
    for (const file of await sources(project)) await transform(project, file, type);
  };
  return { name: `swc, ${FORMAT[type]}`, type, metadata: true, compile, run: compiled };
});

/** A bundle holds our code, and leaves the packages below it outside. */
async function bundle(project: string, type: Toolchain['type']): Promise<void> {
  await writeConfig(project, { module: 'nodenext' });
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { dependencies: object };
  const entries = (await sources(project)).map((file) => `src/${file}`);
  const outside = Object.keys(dependencies).map((name) => `--external:${name}`);
  const flags = ['--bundle', '--platform=node', '--target=node20', `--format=${FORMAT[type]}`, '--outdir=out'];
  await execute(tool('esbuild/bin/esbuild'), [...entries, ...flags, ...outside, '--log-level=error'], project);
}

const byEsbuild = TYPES.map((type): Toolchain => {
  const compile = (project: string) => bundle(project, type);
  return { name: `esbuild, ${FORMAT[type]}`, type, metadata: false, compile, run: compiled };
});

const byTsx = TYPES.map((type): Toolchain => {
  const compile = (project: string) => writeConfig(project, { module: 'nodenext' });
  const run = (program: string) => [tool('tsx/dist/cli.mjs'), `src/${program}.ts`];
  return { name: `tsx, ${FORMAT[type]}`, type, metadata: false, compile, run };
});

export const toolchains: readonly Toolchain[] = [...byTsc, ...bySwc, ...byEsbuild, ...byTsx];
