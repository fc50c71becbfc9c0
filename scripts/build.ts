// Builds the package twice, for `import` (dist/esm) and for `require` (dist/cjs), each with its types.
// Usage: tsx scripts/build.ts
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

// npm scripts run at the top of the repository
const DIST = path.resolve('dist');
const TSC = path.resolve('node_modules/typescript/bin/tsc');

async function compile(kind: 'esm' | 'cjs'): Promise<void> {
  const config = `scripts/tools/build.${kind}.json`;
  await promisify(execFile)(process.execPath, [TSC, '--project', config]).catch((error: { stdout?: string }) => {
    throw new Error(`The ${kind} build failed:\n${error.stdout}`);
  });
}

await rm(DIST, { recursive: true, force: true });
await Promise.all([compile('esm'), compile('cjs')]);
// the package says "type": "module"; this folder is the exception
await writeFile(path.join(DIST, 'cjs/package.json'), '{ "type": "commonjs" }\n');
console.log('Built dist/esm and dist/cjs');
