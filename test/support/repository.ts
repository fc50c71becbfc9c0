import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Files of the repository below `folder`: what is tracked, and what would be if it were added now. */
export function repositoryFiles(folder = '.'): string[] {
  // a clone may belong to another user than the one who tests it
  const list = ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const deleted = new Set(git([...list.slice(0, 3), '--deleted', '-z', folder]));
  return git([...list, folder]).filter((file) => !deleted.has(file));
}

function git(args: readonly string[]): string[] {
  return execFileSync('git', args, { encoding: 'utf8' }).split('\0').filter(Boolean);
}

export const read = (file: string): string => readFileSync(file, 'utf8');

/** Lines of a text that a pattern matches, as `file:line: text`. */
export function matchingLines(file: string, text: string, pattern: RegExp): string[] {
  return text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : []));
}

/** The library's own files, without what is generated. */
export function sourceFiles(): string[] {
  return repositoryFiles('src').filter((file) => file.endsWith('.ts') && !file.endsWith('generated.ts'));
}
