import type { ExplainedStep, Explanation } from './explain.js';

const WIDEST = 80;
const HEAD = ['estimated', 'probed', 'passed'] as const;

/** Columns of the terminal; where there is none, what any has. */
const widthOf = (): number => Math.min(WIDEST, process.stdout.columns || WIDEST);

/** A text in at most so many columns: its end, a value, tells more than its beginning, which is the prefix of all keys. */
function shorten(text: string, width: number): string {
  return text.length <= width ? text : `...${text.slice(text.length - Math.max(1, width - 3))}`;
}

function headline({
  strategy,
  narrowedBy,
  scanned,
  total,
  rows,
  roundTrips,
  time,
}: Omit<Explanation, 'toString'>): string {
  const within = narrowedBy ? ` within ${narrowedBy}` : '';
  const scan = scanned.length > 0 ? `, scan of ${scanned.join(', ')}` : '';
  const trips = roundTrips === 1 ? 'one round trip' : `${roundTrips} round trips`;
  return `${strategy}${within}${scan}: ${rows} ${rows === 1 ? 'row' : 'rows'} of ${total} in ${trips}, ${time.toFixed(2)} ms`;
}

const numbersOf = ({ estimated, probed, passed }: ExplainedStep): string[] =>
  [estimated, probed, passed].map((number) => (number === undefined ? '' : String(number)));

function commandLines({ commands }: Omit<Explanation, 'toString'>, width: number): string[] {
  const counts = Object.entries(commands).map(([name, n]) => `${n} ${name}`);
  return counts.length === 0 ? [] : [wrap(`commands: ${counts.join(', ')}`, width)];
}

/** An explanation as aligned text that fits the terminal, 80 columns at most. */
export function toTable(explanation: Omit<Explanation, 'toString'>, width = widthOf()): string {
  const { steps } = explanation;
  const head = wrap(headline(explanation), width);
  const tail = commandLines(explanation, width);
  if (steps.length === 0) return [head, ...tail].join('\n');
  const rows = [[...HEAD], ...steps.map(numbersOf)];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const numbers = rows.map((row) => row.map((cell, i) => `  ${cell.padStart(widths[i]!)}`).join(''));
  const texts = [
    'step',
    ...steps.map(({ depth, what, way }) => `${'  '.repeat(depth)}${what}${way ? ` (${way})` : ''}`),
  ];
  const room = Math.max(8, width - numbers[0]!.length);
  const first = Math.min(room, Math.max(...texts.map((text) => text.length)));
  const lines = texts.map((text, i) => (shortenStep(text, first).padEnd(first) + numbers[i]!).trimEnd());
  return [head, ...lines, ...tail].join('\n');
}

/** The indentation stays. */
function shortenStep(text: string, width: number): string {
  const indent = text.length - text.trimStart().length;
  return text.length <= width ? text : ' '.repeat(indent) + shorten(text.slice(indent), width - indent);
}

/** A line broken at spaces; what has none and is too long is shortened. */
function wrap(line: string, width: number): string {
  const lines: string[] = [];
  for (const word of line.split(' ').map((each) => shorten(each, width))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
