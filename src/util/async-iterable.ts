/** Whether values come one after the other, in time. */
export const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function';

/** What a function makes of values that come in time. */
export async function* mapAsync<T, R>(values: AsyncIterable<T>, make: (value: T) => R): AsyncGenerator<R> {
  for await (const value of values) yield make(value);
}
