import { bytes, type Stream } from 'redstart';
import { describeContainer } from './contract.js';

const of = (container: unknown) => container as Stream;

describeContainer('Stream', {
  type: 'stream',
  open: (db, key) => db.stream(key),
  openBytes: (db, key) => db.stream<Record<string, Buffer>>(key, { codec: bytes }),
  async fill(container, count) {
    for (let at = 0; at < count; at += 1000) {
      const part = Math.min(1000, count - at);
      await Promise.all(Array.from({ length: part }, (_, i) => of(container).add({ n: String(at + i) })));
    }
  },
  size: (container) => of(container).size(),
  iterate: (container) => of(container),
  async roundTrip(container, value) {
    const id = await of(container).add({ field: value as string });
    return (await of(container).get(id))?.fields.field;
  },
  calls: [(container) => of(container).range(), (container) => of(container).add({ a: '1' })],
  blocking: [
    async (container, { timeout, signal }) => {
      const [first] = await of(container).read({ lastId: '$', timeout: timeout ?? Number.POSITIVE_INFINITY, signal });
      return first;
    },
  ],
});
