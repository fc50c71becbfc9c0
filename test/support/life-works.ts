import { Purse } from './life-models.js';

/** Whose turn it is to give and to get. */
export const turn = (program: number, i: number, purses: number) => ({
  from: ((program + i) % purses) + 1,
  to: ((program + i * 3 + 1) % purses) + 1,
  amount: i + 1,
});

/** Move amounts among some purses, each by a name of its own, and each twice; how many were refused. */
export async function transfers(program: number, purses: number, times: number, floor?: number): Promise<number> {
  let refused = 0;
  for (let i = 0; i < times; i++) {
    const { from, to, amount } = turn(program, i, purses);
    if (from === to) continue;
    const once = `${floor === undefined ? 'free' : 'floor'} ${program}:${i}`;
    const move = () =>
      Purse.transfer({
        from,
        to,
        field: (purse) => purse.balance,
        amount,
        once,
        ...(floor !== undefined && { floor }),
      });
    try {
      await move();
      await move();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refused++;
    }
  }
  return refused;
}
