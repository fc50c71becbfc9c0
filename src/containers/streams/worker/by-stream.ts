/** The same items, those of one stream together. */
export function byStream<T>(items: Iterable<T>, streamOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const stream = streamOf(item);
    const group = groups.get(stream);
    if (group) group.push(item);
    else groups.set(stream, [item]);
  }
  return groups;
}
