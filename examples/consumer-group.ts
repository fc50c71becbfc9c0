// A consumer group: workers that share the messages of a stream.
// Run: npx tsx examples/consumer-group.ts
import { Database } from 'redstart';

await using db = await Database.embedded();

const group = db.consumerGroup('mailers', ['mails']);
await group.create({ from: '0' });

const mails = db.stream('mails');
for (const to of ['ada', 'grace', 'nobody']) await mails.add({ to });

// by hand: what is read is pending until it is acknowledged
const [first] = await group.read({ count: 1 });
const pending = await group.streams.mails!.pending();
console.log(first?.fields.to, pending[0]?.consumer, pending[0]?.deliveries);
await group.streams.mails!.ack(first!.id);

// or as a loop that retries, takes over from consumers that died, and stops cleanly
const letters = db.stream('{mails}:dead');
const worker = group.consumer('worker-1').consume(
  async ({ fields }, { attempt }) => {
    if (fields.to === 'nobody') throw new Error(`no such address, try ${attempt}`);
    console.log('sent to', fields.to);
  },
  { concurrency: 8, retries: 2, backoff: 10 },
);

for await (const { fields } of letters.follow({ lastId: '0' })) {
  console.log('given up:', fields.to, fields['dead:error'], `after ${fields['dead:deliveries']} tries`);
  break;
}
await worker.stop();
console.log('pending:', (await mails.groups())[0]?.pending);

// Output:
// ada mailers.c1 1
// sent to grace
// given up: nobody Error: no such address, try 3 after 3 tries
// pending: 0
