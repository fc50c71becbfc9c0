// Unique values are decided on the server, in the same atomic step as the write: of many writers one wins.
// Run: npx tsx examples/uniqueness.ts
import { type Auto, Database, Entity, Field, Model, Unique, UniqueError } from 'redstart';

@Entity('Seat')
@Unique<Seat>((seat) => [seat.row, seat.place])
class Seat extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer() row!: number;
  @Field.integer() place!: number;
  @Unique() @Field.text({ optional: true }) ticket?: string;
}

await using _db = await Database.embedded({ models: [Seat] });

await Seat.create({ row: 1, place: 1, ticket: 'T-100' });
try {
  await Seat.create({ row: 1, place: 2, ticket: 'T-100' });
} catch (error) {
  if (error instanceof UniqueError) console.log(error.message);
}

// eight writers want one seat at the same time
const attempts = Array.from({ length: 8 }, () => Seat.create({ row: 2, place: 5 }));
const outcomes = await Promise.allSettled(attempts);
const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
console.log(`${outcomes.length - lost.length} won, ${lost.length} lost`);
console.log(
  'all by a UniqueError:',
  lost.every((outcome) => outcome.reason instanceof UniqueError),
);

// a unique value finds its entity; without a ticket a seat takes none from another
console.log((await Seat.findBy({ ticket: 'T-100' }))?.toJSON());
console.log((await Seat.findBy({ row: 2, place: 5 }))?.ticket);

// Output:
// Seat.ticket is unique, and "T-100" belongs to the Seat 1. Choose another value, or change the holder first.
// 1 won, 7 lost
// all by a UniqueError: true
// { id: 1, row: 1, place: 1, ticket: 'T-100' }
// undefined
