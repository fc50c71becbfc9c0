// Runs the examples, and compares what each prints with the comment that it ends with.
// Usage: tsx scripts/examples.ts [name ...]
import { AssertionError, strictEqual } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Compiled, compilePrograms } from './tools/bundle.js';

// npm scripts and jest both run at the top of the repository
const FOLDER = path.resolve('examples');
const OUTPUT = /^\/\/ Output:\n(?<lines>(?:\/\/[^\n]*\n)*)\s*$/m;
const TIMEOUT = 60_000;
const AT_ONCE = Math.min(4, availableParallelism());

export function exampleFiles(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

/** What an example says that it prints: the comment lines at its end, after `// Output:`. */
export function expectedOutput(source: string): string | undefined {
  return OUTPUT.exec(source)?.groups?.lines?.replaceAll(/^\/\/ ?/gm, '');
}

/** Say what is wrong with what a program printed; undefined where nothing is. */
export function compareOutput(source: string, printed: string): string | undefined {
  const expected = expectedOutput(source);
  if (expected === undefined) return `It ends with no "// Output:" comment. It printed:\n${printed}`;
  try {
    strictEqual(printed, expected);
    return undefined;
  } catch (error) {
    return (error as AssertionError).message;
  }
}

async function print(file: string, compiled: Compiled): Promise<string> {
  return (await promisify(execFile)(process.execPath, [compiled(file)], { timeout: TIMEOUT })).stdout;
}

async function problem(file: string, compiled: Compiled): Promise<string | undefined> {
  try {
    return compareOutput(readFileSync(path.join(FOLDER, file), 'utf8'), await print(file, compiled));
  } catch (error) {
    return (error as Error).message;
  }
}

/** Run the files of a list one after the other, and count those that fail. */
async function runAll(files: Iterator<string>, compiled: Compiled): Promise<number> {
  let failed = 0;
  for (let next = files.next(); !next.done; next = files.next()) {
    const found = await problem(next.value, compiled);
    console.log(found === undefined ? `ok      ${next.value}` : `FAILED  ${next.value}\n${found}`);
    if (found !== undefined) failed++;
  }
  return failed;
}

async function main(names: readonly string[]): Promise<void> {
  const files = exampleFiles().filter((file) => names.length === 0 || names.includes(path.basename(file, '.ts')));
  const folder = mkdtempSync(path.join(tmpdir(), 'redstart-examples-'));
  try {
    const compiled = await compilePrograms(FOLDER, files, folder);
    const rest = files.values();
    const counts = await Promise.all(Array.from({ length: AT_ONCE }, () => runAll(rest, compiled)));
    const failed = counts.reduce((sum, count) => sum + count, 0);
    console.log(`${files.length - failed} passed, ${failed} failed`);
    if (failed > 0 || files.length === 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1]?.endsWith('scripts/examples.ts')) void main(process.argv.slice(2));
