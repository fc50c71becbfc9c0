import { Database } from 'redstart';

describe('the decorators of utilities', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterAll(() => db.close());

  /** Apply a decorator as another compiler than that of the types does. */
  const apply = (decorator: unknown, ...args: unknown[]): unknown =>
    (decorator as (...args: unknown[]) => unknown)(...args);
  const rule = { limit: 5, window: 1000 };
  const all = (): (readonly [name: string, decorator: unknown])[] => [
    ['locked', db.lock('a').locked()],
    ['locked, of a semaphore', db.semaphore('a', { permits: 2 }).locked()],
    ['limited', db.rateLimit('a', rule).limited({ key: () => 'k' })],
    ['cached', db.cache('c').cached()],
    ['cachedProperty', db.cache('c').cachedProperty()],
  ];

  it('say so where the compiler made them those of ECMAScript', () => {
    const method = async () => 1;
    const context = { kind: 'method', name: 'load', static: false, private: false };
    for (const [, decorator] of all())
      expect(() => apply(decorator, method, context)).toThrow('"experimentalDecorators": true');
  });

  it('say so at a property that is not a method, or not a getter', () => {
    class Weather {}
    for (const [name, decorator] of all()) {
      const what = name === 'cachedProperty' ? 'getter' : 'method';
      for (const descriptor of [undefined, { value: 1 }])
        expect(() => apply(decorator, Weather.prototype, 'today', descriptor)).toThrow(
          `today is not a ${what}. Put the decorator on one that gives a promise.`,
        );
    }
  });
});
