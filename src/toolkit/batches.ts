/** Cut an array into parts that weigh no more than `most` together, each of one element at least. An element weighs one where nothing else is said. */
export function* inBatches<T>(
  items: Iterable<T>,
  most: number,
  weightOf: (item: T) => number = () => 1,
): Generator<T[]> {
  let [batch, sum]: [T[], number] = [[], 0];
  for (const item of items) {
    const weight = weightOf(item);
    if (batch.length > 0 && sum + weight > most) {
      yield batch;
      [batch, sum] = [[], 0];
    }
    batch.push(item);
    sum += weight;
  }
  if (batch.length > 0) yield batch;
}
