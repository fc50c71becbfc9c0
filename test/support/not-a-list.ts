import { Database, RedstartError } from 'redstart';

/** A call, and what a caller without types gives in the place of a list. */
type Call = readonly [name: string, call: (db: Database, given: never) => unknown];

const GIVEN: readonly (readonly [shown: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['5', 5],
  ['{}', {}],
  ['an object without a prototype', Object.create(null)],
  ["'text'", 'text'],
  ['a symbol', Symbol('s')],
  ['a function', () => 1],
  ['[undefined]', [undefined]],
  ['[{}]', [{}]],
  ['a sparse array', new Array(2)],
];

/** How the engine, a parser or the client speaks of what a library did not check. */
const RAW =
  /is not iterable|is not a function|Cannot (read|destructure|convert)|circular|callable|" argument|not an entry|Invalid argument/;
/** A sentence that ends: the way out. */
const SENTENCE = /\.$/;

/** Each of the calls takes what it is given, or refuses it in words of the library: none breaks on the way. */
export function describeLists(of: string, calls: readonly Call[]): void {
  describe(`calls of ${of} that take several`, () => {
    let db: Database;
    beforeAll(async () => {
      db = await Database.embedded();
    });
    afterAll(() => db.close());

    it.each(calls)('%s takes or refuses what is not a list', async (_, call) => {
      const wrong: string[] = [];
      for (const [shown, given] of GIVEN) {
        const error: unknown = await Promise.resolve()
          .then(() => call(db, given as never))
          .then(
            () => undefined,
            (thrown) => thrown,
          );
        if (error === undefined) continue;
        const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof RedstartError;
        const { message } = error as Error;
        if (!isOurs || RAW.test(message) || !SENTENCE.test(message)) wrong.push(`${shown}: ${error}`);
      }
      // a rejection that nobody handles fails the test as well
      await new Promise((resolve) => setImmediate(resolve));
      expect(wrong).toEqual([]);
    });
  });
}
