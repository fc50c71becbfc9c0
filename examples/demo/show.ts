import Table from 'cli-table3';

const forced = process.env.FORCE_COLOR;
const colours = forced ? forced !== '0' : process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code: number) => (text: string) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
const cyan = paint(36);
const green = paint(32);
const yellow = paint(33);

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');
const grouped = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 5 });
const cell = (value: unknown) =>
  typeof value === 'number' ? { content: grouped(value), hAlign: 'right' as const } : String(value ?? '');

export const say = (text = ''): void => console.log(text);
export const heading = (text: string): void => say(`\n${bold(text)}\n`);
export const code = (text: string): void => say(`${cyan(indent(text))}\n`);
export const note = (text: string): void => say(dim(indent(text)));
const WIDTH = 78;
const wrapped = (text: string): string =>
  text.replaceAll(new RegExp(`(.{1,${WIDTH}})(?: +|$)`, 'gm'), '$1\n').trimEnd();
export const problem = (error: Error): void =>
  say(indent(wrapped(`${error.name}: ${error.message}`)).replace(error.name, yellow));
export const milliseconds = (time: number): string => green(`${time.toFixed(2)} ms`);

/** Rows as a table with one line under its head. */
export function table(rows: readonly object[]): void {
  const head = Object.keys(rows[0] ?? {});
  const shown = new Table({ head, style: { head: [], border: [] } });
  for (const row of rows) shown.push(head.map((name) => cell((row as Record<string, unknown>)[name])));
  const lines = shown.toString().split('\n');
  say(indent(lines.filter((line, i) => i <= 2 || !line.startsWith('├')).join('\n')));
}

/** What explain() prints, which has the width of the terminal already. */
export const plan = (text: string): void => say(dim(text));
