import fc from 'fast-check';
import { expectProperty } from './property.js';

const LONG = 60_000;
const messageOf = async (work: Promise<void>): Promise<string> => {
  const outcome = await work.then(
    () => 'held',
    (error: Error) => error.message,
  );
  return outcome;
};

describe('expectProperty', () => {
  it('passes where the property holds, after as many runs as were asked for', async () => {
    let runs = 0;
    const property = fc.asyncProperty(fc.nat(), async () => {
      runs++;
    });
    await expectProperty(property, 12);
    expect(runs).toBe(12);
  });

  it('tells the seed and the smallest failure', async () => {
    const property = fc.asyncProperty(fc.nat(1000), async (number) => expect(number).toBeLessThan(10));
    const message = await messageOf(expectProperty(property, 100));
    expect(message).toMatch(/seed: -?\d+/);
    expect(message).toMatch(/Counterexample: \[10\]/);
  });

  it('makes a failure smaller no longer than it may', async () => {
    let tries = 0;
    // each smaller one fails later than there is time for
    const property = fc.asyncProperty(fc.nat({ max: 1000 }), async () => {
      if (tries++ > 1) await new Promise((resolve) => setTimeout(resolve, LONG).unref());
      throw new Error('wrong');
    });
    const message = await messageOf(expectProperty(property, 5, { run: LONG, shrinking: 50 }));
    expect(message).toMatch(/seed: -?\d+/);
    expect(message).toMatch(/wrong/);
  });

  it('tells the seed of a run that never ends', async () => {
    const property = fc.asyncProperty(fc.nat(), () => new Promise<void>(() => {}));
    const message = await messageOf(expectProperty(property, 5, { run: 50, shrinking: 50 }));
    expect(message).toMatch(/seed: -?\d+/);
    expect(message).toMatch(/exceeded limit of 50 milliseconds/);
  });
});
