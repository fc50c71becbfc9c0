/** Whether values come one after the other, in time. */
export const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function';

/** What a function makes of values that come in time, and of their places, from 0. */
export async function* mapAsync<T, R>(
  values: AsyncIterable<T>,
  make: (value: T, place: number) => R,
): AsyncGenerator<R> {
  let place = 0;
  for await (const value of values) yield make(value, place++);
}
