// Runs the examples, and compares what each prints with the comment that it ends with.
// Usage: tsx scripts/examples.ts [name ...]
import { AssertionError, strictEqual } from 'node:assert';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

// npm scripts and jest both run at the top of the repository
const FOLDER = path.resolve('examples');
const TSX = path.resolve('node_modules/tsx/dist/cli.mjs');
const OUTPUT = /^\/\/ Output:\n(?<lines>(?:\/\/[^\n]*\n)*)\s*$/m;
const TIMEOUT = 60_000;

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

async function print(file: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [TSX, path.join(FOLDER, file)], { timeout: TIMEOUT });
  return stdout;
}

async function problem(file: string): Promise<string | undefined> {
  try {
    return compareOutput(readFileSync(path.join(FOLDER, file), 'utf8'), await print(file));
  } catch (error) {
    return (error as Error).message;
  }
}

async function main(names: readonly string[]): Promise<void> {
  const files = exampleFiles().filter((file) => names.length === 0 || names.includes(path.basename(file, '.ts')));
  let failed = 0;
  for (const file of files) {
    const found = await problem(file);
    console.log(found === undefined ? `ok      ${file}` : `FAILED  ${file}\n${found}`);
    if (found !== undefined) failed++;
  }
  console.log(`${files.length - failed} passed, ${failed} failed`);
  if (failed > 0 || files.length === 0) process.exitCode = 1;
}

if (process.argv[1]?.endsWith('scripts/examples.ts')) void main(process.argv.slice(2));
