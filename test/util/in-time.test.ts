import { inTime } from '../../src/util/in-time.js';

const later = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('inTime', () => {
  const late = () => new Error('late');

  it('rejects when the time is over or the signal aborts, and gives what comes before', async () => {
    const hang = new Promise<never>(() => {});
    await expect(inTime(hang, { timeout: 5 }, late)).rejects.toThrow('late');
    const controller = new AbortController();
    const waiting = inTime(hang, { timeout: 100_000, signal: controller.signal }, late);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(await inTime(Promise.resolve(1), { timeout: 100_000 }, late)).toBe(1);
  });

  it('waits for longer than a timer can', async () => {
    const work = new Promise((resolve) => setTimeout(resolve, 20, 1));
    expect(await inTime(work, { timeout: 2 ** 40 }, late)).toBe(1);
  });

  it('leaves no rejection behind of work that nobody waits for', async () => {
    const heard = jest.fn();
    process.on('unhandledRejection', heard);
    const work = later().then(() => Promise.reject(new Error('no')));
    await expect(inTime(work, { signal: AbortSignal.abort(new Error('enough')) }, late)).rejects.toThrow('enough');
    await later();
    await later();
    process.off('unhandledRejection', heard);
    expect(heard).not.toHaveBeenCalled();
  });
});
