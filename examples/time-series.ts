// A time series: streams whose ids are times.
// Run: npx tsx examples/time-series.ts
import { Database } from 'redstart';

await using db = await Database.embedded();

const series = db.timeSeries('weather', ['oslo', 'bergen']);
await series.create({ from: '0' });

const day = (n: number) => new Date(Date.UTC(2024, 0, n));
for (let n = 1; n <= 10; n++) await series.streams.oslo!.add({ celsius: String(-n) }, { at: day(n) });
for (let n = 1; n <= 5; n++) await series.streams.bergen!.add({ celsius: String(n) }, { at: day(n) });

// one stream, and both merged by time; the end is excluded
for (const { timestamp, fields } of await series.streams.oslo!.slice({ from: day(9) })) {
  console.log(timestamp.toISOString(), fields.celsius);
}
for (const { stream, timestamp, fields } of await series.slice({ from: day(4), to: day(6) })) {
  console.log(stream.padEnd(6), timestamp.toISOString().slice(0, 10), fields.celsius);
}

// as a consumer group, with a Date wherever an id goes
const messages = await series.read({ count: 2 });
console.log(messages.map(({ stream, fields }) => `${stream} ${fields.celsius}`));
console.log(await series.streams.oslo!.ack(day(1), [day(2), 0]));
await series.streams.oslo!.setId(day(9));
console.log((await series.streams.oslo!.read()).map(({ fields }) => fields.celsius));

// Output:
// 2024-01-09T00:00:00.000Z -9
// 2024-01-10T00:00:00.000Z -10
// oslo   2024-01-04 -4
// bergen 2024-01-04 4
// oslo   2024-01-05 -5
// bergen 2024-01-05 5
// [ 'oslo -1', 'bergen 1', 'oslo -2', 'bergen 2' ]
// 2
// [ '-10' ]
