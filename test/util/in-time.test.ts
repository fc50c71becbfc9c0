import { inTime, timeLimit } from '../../src/util/in-time.js';

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

describe('timeLimit', () => {
  const late = () => new Error('late');

  it('aborts as another signal does, also one that had aborted before, or when the time is over', async () => {
    const enough = new Error('enough');
    expect(timeLimit({ signal: AbortSignal.abort(enough) }, late).signal.reason).toBe(enough);
    const controller = new AbortController();
    const { signal } = timeLimit({ signal: controller.signal }, late);
    expect(signal.aborted).toBe(false);
    controller.abort(enough);
    expect(signal.reason).toBe(enough);
    const over = timeLimit({ timeout: 5 }, late).signal;
    await new Promise((resolve) => over.addEventListener('abort', resolve, { once: true }));
    expect(over.reason).toEqual(new Error('late'));
  });

  it('aborts no more once it is off', () => {
    const controller = new AbortController();
    const { signal, off } = timeLimit({ signal: controller.signal, timeout: 2 ** 40 }, late);
    off();
    controller.abort();
    expect(signal.aborted).toBe(false);
  });
});
