import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = path.join(__dirname, '../..');
/** Beside the packages that the library imports. */
const CACHE = path.join(ROOT, 'node_modules/.cache/redstart');
const folders = new Map<string, string>();

afterAll(() => {
  for (const folder of folders.values()) rmSync(folder, { recursive: true });
  folders.clear();
});

function compile(file: string): string {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(path.join(CACHE, 'program-'));
  buildSync({
    // the library gets a file of its own, as it has where it is installed
    entryPoints: { program: path.join(ROOT, 'test', file), library: path.join(ROOT, 'src/index.ts') },
    splitting: true,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    // models are called after their classes
    keepNames: true,
    alias: { redstart: path.join(ROOT, 'src/index.ts') },
    tsconfig: path.join(ROOT, 'tsconfig.json'),
    logLevel: 'error',
  });
  return folder;
}

/**
 * What node runs for a program of the test folder, compiled once for the tests of a file and removed after them: it starts in a fraction
 * of the time that hundreds of sources take.
 */
export function compiled(file: string): string {
  const folder = folders.get(file) ?? compile(file);
  folders.set(file, folder);
  return path.join(folder, 'program.mjs');
}
