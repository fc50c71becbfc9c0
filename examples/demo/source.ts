import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const dedent = (text: string): string => {
  const lines = text.split('\n').filter((line, i) => i > 0 && line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return Number.isFinite(margin) ? text.replaceAll(`\n${' '.repeat(margin)}`, '\n') : text;
};

/** A part of a module's own text, so that the code that is shown is the code that is run. */
export function sourceOf(module: string, from: string, to: RegExp): string {
  const text = readFileSync(fileURLToPath(module), 'utf8');
  const [part] = text.slice(text.indexOf(from) + from.length).split(to, 1);
  return dedent(part!.trimEnd()).trim();
}
