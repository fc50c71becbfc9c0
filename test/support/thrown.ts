/** What a call throws, or rejects with; undefined where it does neither. */
export const thrownBy = (call: () => unknown): Promise<unknown> =>
  Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (error: unknown) => error,
    );

/** A call is refused by an error of some class, whose message has these words. */
export async function expectRefused(
  call: () => unknown,
  by: new (...args: never[]) => Error,
  words: string | RegExp,
): Promise<void> {
  const error = await thrownBy(call);
  expect(error).toBeInstanceOf(by);
  expect((error as Error).message).toMatch(words);
}
