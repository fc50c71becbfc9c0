// Several entities changed as one: all of it is written, or nothing.
// Run: npx tsx examples/unit-of-work.ts
import { type Auto, Database, Entity, Field, Model, Unique } from 'redstart';

@Entity('Account')
class Account extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() owner!: string;
  @Field.integer() balance!: number;
}

@Entity('Booking')
class Booking extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() text!: string;
  @Field.integer() amount!: number;
}

await using db = await Database.embedded({ models: [Account, Booking] });
await Account.insertMany([
  { owner: 'Ada', balance: 100 },
  { owner: 'Eve', balance: 0 },
]);

async function move(amount: number): Promise<void> {
  const [from, to] = await Account.findMany([1, 2]);
  from!.balance -= amount;
  to!.balance += amount;
  Booking.build({ text: `${from!.owner} to ${to!.owner}`, amount });
  if (from!.balance < 0) throw new Error(`${from!.owner} has too little`);
}

// ten at the same time: whoever was slower tries again with fresh entities
await Promise.all(Array.from({ length: 10 }, () => db.session(() => move(7), { retries: 20 })));
console.log((await Account.query().all()).map(({ owner, balance }) => `${owner} ${balance}`));
console.log(`${await Booking.query().count()} bookings`);

await db.session(() => move(50)).catch((error) => console.log(error.message));
console.log((await Account.get(1)).balance, await Booking.query().count());

// Output:
// [ 'Ada 30', 'Eve 70' ]
// 10 bookings
// Ada has too little
// 30 10
