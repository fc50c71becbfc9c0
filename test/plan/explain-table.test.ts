import type { Explanation } from '../../src/plan/explain.js';
import { toTable } from '../../src/plan/explain-table.js';

const step = (depth: number, what: string, numbers: readonly [number, number?, number?]) => ({
  depth,
  what,
  way: undefined,
  estimated: numbers[0],
  probed: numbers[1],
  passed: numbers[2],
});

const explanation: Omit<Explanation, 'toString'> = {
  strategy: 'drive and sort',
  narrowedBy: undefined,
  scanned: [],
  steps: [
    step(0, 'and', [12]),
    step(1, '{app}:Reading#eq:kind:rare', [12]),
    step(1, '{app}:Reading#by:value "0 .. +"', [12_000, 12, 12]),
  ],
  total: 12_000,
  rows: 12,
  roundTrips: 1,
  commands: { HMGET: 24, ZSCORE: 12, SMEMBERS: 1 },
  time: 1.234,
  plan: undefined,
};

const longest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('the table of an explanation', () => {
  it('is aligned text', () => {
    expect(toTable(explanation, 80)).toBe(
      [
        'drive and sort: 12 rows of 12000 in one round trip, 1.23 ms',
        'step                               estimated  probed  passed',
        'and                                       12',
        '  {app}:Reading#eq:kind:rare              12',
        '  {app}:Reading#by:value "0 .. +"      12000      12      12',
        'commands: 24 HMGET, 12 ZSCORE, 1 SMEMBERS',
      ].join('\n'),
    );
  });

  const long = {
    ...explanation,
    narrowedBy: `{app}:Reading#by:value ${'9'.repeat(200)}`,
    steps: [step(0, 'and', [1]), step(3, `{app}:Reading#eq:kind:${'x'.repeat(300)} end`, [5])],
  };

  it.each([80, 60, 40])('fits %i columns, and shows the end of what is too long', (width) => {
    const text = toTable(long, width);
    expect(longest(text)).toBeLessThanOrEqual(width);
    expect(text).toMatch(/^ {6}\.\.\.x* end +5$/m);
  });

  it('has one line where there is no condition', () => {
    expect(toTable({ ...explanation, steps: [], commands: {} }, 80)).not.toContain('\n');
  });
});
