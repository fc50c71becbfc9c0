const WIDEST = 40;

const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST - 3)}...` : text);

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  // a control character would move the cursor of a terminal
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return cut(text.replaceAll(/\p{Cc}/gu, ' '));
}

const isNumber = (value: unknown): boolean => typeof value === 'number' || value === undefined;

/** Rows as aligned lines under the names of their columns; numbers stand at the right. */
export function tableOf(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string[] {
  const cells = rows.map((row) => columns.map((column) => shown(row[column])));
  const lines = [columns.map(cut), ...cells];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const right = columns.map((column) => rows.length > 0 && rows.every((row) => isNumber(row[column])));
  const pad = (cell: string, i: number) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!));
  return lines.map((line) => line.map(pad).join('  ').trimEnd());
}
