import { RedstartError } from 'redstart';

/** How the engine, a parser or the client speaks of what a library did not check. */
const RAW =
  /is not iterable|is not a function|is not a constructor|Cannot (read|destructure|convert|mix)|circular|callable|" argument|not an entry|Invalid argument/;
/** A sentence that ends: the way out. */
const SENTENCE = /\.$/;

/** What a call threw that does not speak in words of the library; undefined where it took what it was given, or refused it so. */
export async function fails(call: () => unknown): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof RedstartError;
    const { message } = error as Error;
    return isOurs && !RAW.test(message) && SENTENCE.test(message) ? undefined : String(error);
  } finally {
    // a rejection that nobody handles fails the test as well
    await new Promise((resolve) => setImmediate(resolve));
  }
}
