// insertMany writes many entities, a batch in one atomic round trip; all values are checked before the first is written.
// Run: npx tsx examples/bulk-load.ts
import { type Auto, Database, Entity, Field, Index, Model, ValidationError } from 'redstart';

@Entity('Reading')
class Reading extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() sensor!: string;
  @Index() @Field.float() celsius!: number;
}

await using _db = await Database.embedded({ models: [Reading] });

// any iterable will do
function* readings(count: number) {
  for (let i = 0; i < count; i++) yield { sensor: `s${i % 10}`, celsius: 20 + (i % 100) / 10 };
}

const stored = await Reading.insertMany(readings(10_000), { batch: 500 });
console.log(stored.length, 'stored, with the ids', stored[0]?.id, 'to', stored.at(-1)?.id);
console.log(
  await Reading.query()
    .where({ sensor: 's3', celsius: { gte: 29 } })
    .count(),
  'of sensor s3 are warm',
);

try {
  await Reading.insertMany([
    { sensor: 's1', celsius: 21 },
    { sensor: 's1', celsius: Number.NaN },
  ]);
} catch (error) {
  if (error instanceof ValidationError) console.log(error.issues);
}
console.log(await Reading.query().count(), 'are stored');

// Output:
// 10000 stored, with the ids 1 to 10000
// 100 of sensor s3 are warm
// [
//   {
//     path: [ '1', 'celsius' ],
//     field: '[1].celsius',
//     expected: 'a finite number',
//     found: 'number NaN',
//     message: 'expected a finite number, found number NaN'
//   }
// ]
// 10000 are stored
