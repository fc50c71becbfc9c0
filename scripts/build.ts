// Builds the package: one file for `require` and one for bundlers, with source maps, and the types of both.
// Node's `import` gets the file for `require` as well, so that a program that does both has one copy of the library.
// Usage: tsx scripts/build.ts
import { execFile } from 'node:child_process';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, build, type Plugin } from 'esbuild';

// npm scripts run at the top of the repository
const DIST = path.resolve('dist');
const TSC = path.resolve('node_modules/typescript/bin/tsc');

/** One file starts in half the time of a hundred. */
const BUNDLE: BuildOptions = {
  entryPoints: ['src/index.ts'],
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
};

const COMMON_JS: BuildOptions = {
  ...BUNDLE,
  format: 'cjs',
  outfile: path.join(DIST, 'cjs/index.js'),
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** What is loaded at its first use must be in the bundle of a user too. */
const STATIC_PACKAGES: Plugin = {
  name: 'static-packages',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/load-package\.js$/ }, () => ({ path: path.resolve('src/util/static-packages.ts') })),
};

const ES_MODULE: BuildOptions = {
  ...BUNDLE,
  format: 'esm',
  outfile: path.join(DIST, 'esm/index.js'),
  plugins: [STATIC_PACKAGES],
};

/** The command line takes the library from the file beside it: what it imports of other folders is exported there. Pure helpers it has itself. */
const FROM_LIBRARY: Plugin = {
  name: 'from-library',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\.\// }, ({ importer, path: imported }) => {
      const isOurs = path.basename(path.dirname(importer)) !== 'cli' || imported.startsWith('../util/');
      return isOurs ? undefined : { path: './esm/node.js', external: true };
    }),
};

const COMMAND_LINE: BuildOptions = {
  ...BUNDLE,
  entryPoints: ['src/cli/main.ts'],
  format: 'esm',
  outfile: path.join(DIST, 'cli.js'),
  banner: { js: '#!/usr/bin/env node' },
  plugins: [FROM_LIBRARY],
};

/**
 * Give the classes that name themselves their names back: esbuild writes `var Query = class _Query`.
 *
 * Its own way, `keepNames`, names each function anew whenever it is made: a call to the server took twice the time of the client.
 */
async function restoreNames(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const names = [...text.matchAll(/^var (\w+) = class _\1\b/gm)].map(([, name]) => name);
  if (names.length === 0) return;
  await writeFile(file, text.replaceAll(new RegExp(`\\b_(${names.join('|')})\\b`, 'g'), '$1'));
}

/** TypeScript 5.4 knows no type argument of Uint8Array; the one that later versions write out is its default. */
async function spellOldTypes(): Promise<void> {
  const files = (await readdir(path.join(DIST, 'esm'), { recursive: true })).filter((file) => file.endsWith('.d.ts'));
  for (const file of files.map((name) => path.join(DIST, 'esm', name))) {
    const text = await readFile(file, 'utf8');
    if (text.includes('<ArrayBufferLike>')) await writeFile(file, text.replaceAll('<ArrayBufferLike>', ''));
  }
}

async function emitTypes(): Promise<void> {
  await promisify(execFile)(process.execPath, [TSC, '--project', 'scripts/tools/build.json']).catch(
    (error: { stdout?: string }) => {
      throw new Error(`The types could not be built:\n${error.stdout}`);
    },
  );
  await spellOldTypes();
  await cp(path.join(DIST, 'esm'), path.join(DIST, 'cjs'), {
    recursive: true,
    filter: (file) => !/\.js(\.map)?$/.test(file),
  });
}

/** node looks through what a program imports for names, and through all that it gives on; not through what is in a constant. */
const ENTRY = "const redstart = require('./index.js');\nmodule.exports = redstart;\n";

/** The exports of the file for `require`, by name. */
async function writeWrapper(): Promise<void> {
  await writeFile(path.join(DIST, 'cjs/entry.js'), ENTRY);
  const names = Object.keys(createRequire(import.meta.url)(path.join(DIST, 'cjs/index.js')) as object).sort();
  const lines = names.map((name) => `export const ${name} = redstart.${name};`);
  await writeFile(path.join(DIST, 'esm/node.js'), ["import redstart from '../cjs/entry.js';", ...lines, ''].join('\n'));
}

await rm(DIST, { recursive: true, force: true });
await emitTypes();
await Promise.all(
  [COMMON_JS, ES_MODULE, COMMAND_LINE].map(async (options) => {
    await build(options);
    await restoreNames(options.outfile!);
  }),
);
// the package says "type": "module"; this folder is the exception
await writeFile(path.join(DIST, 'cjs/package.json'), '{ "type": "commonjs" }\n');
await writeWrapper();
console.log('Built dist/esm and dist/cjs');
