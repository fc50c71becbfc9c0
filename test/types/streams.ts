// Compiled by `npm run check`, never run. What must not compile says so.
import {
  type ConsumerGroup,
  type Database,
  type Message,
  number,
  type Stream,
  type Worker,
  type WorkerEvent,
} from 'redstart';
import { z } from 'zod';

declare const db: Database;

interface Order {
  item: string;
  quantity: number;
}
interface Mail {
  to: string;
}

export const text: Stream = db.stream('s');
export const named: Stream<Mail> = db.stream<Mail>('mails');
export const typed: Stream<Order> = db.stream('orders', {
  schema: z.object({ item: z.string(), quantity: z.number() }),
});
export const coded: Stream<Record<string, number>> = db.stream<Record<string, number>>('n', { codec: number });
export const group: ConsumerGroup<Mail> = db.consumerGroup<Mail>('g', { mails: '0' }, { consumer: 'c' });

// @ts-expect-error without a schema or a codec all fields are text
db.stream<Order>('orders');
// @ts-expect-error the same for a group
db.consumerGroup<Order>('g', 'orders', { consumer: 'c' });
// @ts-expect-error and for several streams
db.streams<Order>(['orders']);
// @ts-expect-error and for a time series
db.timeSeries<Order>('t', ['orders']);

export const id: Promise<string> = text.add({ a: '1' });
export const perhaps: Promise<string | undefined> = text.add({ a: '1' }, { only: 'existing' });
// @ts-expect-error only where the stream exists already there may be no id
export const wrong: Promise<string> = text.add({ a: '1' }, { only: 'existing' });

group.streams.mails!.ack(['1-0'], { deleteDone: true });
group.streams.mails!.ack('1-0', '2-0');
// @ts-expect-error options come after one iterable, never behind a rest
group.streams.mails!.ack('1-0', '2-0', { deleteDone: true });
db.timeSeries('t', { a: new Date(0), b: [new Date(0), 1] });
// @ts-expect-error a group without times takes ids
db.consumerGroup('g', { a: new Date(0) });

const lax = z.object({
  n: z.number().default(1),
  at: z.coerce.date<Date | string>(),
  word: z.string().transform((text) => text.length),
});
const laxStream = db.stream('lax', { schema: lax });
laxStream.add({ at: '2024-01-01', word: 'four' });
laxStream.add({ at: new Date(), word: 'four', n: 2 });
// @ts-expect-error what the schema does not take
laxStream.add({ at: 1, word: 'four' });
// @ts-expect-error nor is what it gives what it takes
laxStream.add({ at: new Date(), word: 4 });
export const given: Promise<{ n: number; at: Date; word: number } | undefined> = laxStream
  .get('1-0')
  .then((m) => m?.fields);
export const laxGroup = db.consumerGroup('g', ['a', 'b'], { schema: lax });
laxGroup.streams.a.add({ at: new Date(), word: 'four' });
// @ts-expect-error no stream of the group
laxGroup.streams.c;
export const lags: Promise<number | undefined> = laxGroup.metrics().then(({ a, b }) => (a.lag ?? 0) + (b.lag ?? 0));
db.consumerGroup('g', 'one').streams.one.size();
db.consumerGroup('g', { x: '0', y: '$' }).streams.y.size();
db.timeSeries('t', ['oslo', 'bergen'], { schema: lax }).streams.oslo.add({ at: new Date(), word: 'four' });
const ofOne = db.consumerGroup('g', 'orders');
export const passedOn: ConsumerGroup = ofOne;
export const passedStream: Stream<{ n: number; at: Date; word: number }, string, never> = laxStream;
export const anyKeys = (keys: string[]): Stream | undefined => db.consumerGroup('g', keys).streams.a;

declare const worker: Worker<Mail>;
worker.on('done', ({ duration, message }) => [duration.toFixed(), message.fields.to]);
worker.on('taken', ({ from }) => from.length);
worker.on('buried', ({ error, message }) => [error, message?.fields.to]);
// @ts-expect-error only what has a handler behind it has taken some time
worker.on('started', ({ duration }) => duration);
// @ts-expect-error one that was given up may not have been readable
worker.on('buried', ({ message }) => message.fields);
export const ofAny = (event: WorkerEvent<Mail>): Message<Mail> | string | undefined =>
  event.type === 'taken' ? event.from : event.message;
