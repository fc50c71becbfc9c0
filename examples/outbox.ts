// An outbox: an order and the message about it are written together or not at all; a worker takes the message from there.
// Run: npx tsx examples/outbox.ts
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity('Order')
class Order extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Field.text() item!: string;
  @Index() @Field.enum(['placed', 'sent']) state: Auto<'placed' | 'sent'> = 'placed';
}

await using db = await Database.embedded({ models: [Order], namespace: 'shop' });
await db.counter('{shop}:looms').increment(2);

const order = (item: string) =>
  db.session(async (session) => {
    session.counter('{shop}:looms', { min: 0 }).decrement();
    const { id } = Order.build({ item });
    session.stream('{shop}:orders').add({ placed: id });
  });

await order('loom');
await order('loom');
await order('loom').catch((error) => console.log(error.name, 'one too many'));
console.log(await Order.query().count(), 'orders', await db.stream('{shop}:orders').size(), 'messages');

const group = db.consumerGroup<{ placed: string }>('senders', ['{shop}:orders']);
await group.create({ from: '0' });
let finish = () => {};
const finished = new Promise<void>((resolve) => {
  finish = resolve;
});
const worker = group.consumer('sender-1').consume(async ({ fields }) => {
  // handled twice after a crash, so it does nothing the second time
  const placed = await Order.get(fields.placed);
  if (placed.state === 'placed') await placed.update({ state: 'sent' });
  if ((await Order.query().where({ state: 'placed' }).count()) === 0) finish();
});
await finished;
await worker.stop();
console.log((await Order.query().all()).map(({ item, state }) => `${item} ${state}`));

// Output:
// OutOfBoundsError one too many
// 2 orders 2 messages
// [ 'loom sent', 'loom sent' ]
