// A list is an Array on the server, quick at both ends: here, a queue of work.
// Run: npx tsx examples/list.ts
import { Database } from 'redstart';

const db = await Database.embedded();
const todo = db.list('todo');
const done = db.list('done');

await todo.push('wash', 'cook', 'eat', 'cook');
await todo.unshift('shop');
console.log(await todo.toArray());

console.log('next two:', await todo.slice(0, 2), 'last:', await todo.at(-1));

// by index, whatever equal elements there are
console.log('changed my mind about the last', await todo.deleteAt(-1));

// atomic: the element is always in one of the two lists
console.log('done:', await todo.moveTo(done, { from: 'start', to: 'end' }));

// a worker waits on a connection of its own; nothing else is held up
const worker = db.list('orders').shiftBlocking({ timeout: 1000 });
await db.list('orders').push('one coffee');
console.log('worker got:', await worker);

console.log('left:', await todo.toArray(), 'done:', await done.toArray());

await db.close();

// Output:
// [ 'shop', 'wash', 'cook', 'eat', 'cook' ]
// next two: [ 'shop', 'wash' ] last: cook
// changed my mind about the last cook
// done: shop
// worker got: one coffee
// left: [ 'wash', 'cook', 'eat' ] done: [ 'shop' ]
