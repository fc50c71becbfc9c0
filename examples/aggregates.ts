// Counts, sums and groups, made in the server; decimals are exact.
// Run: npx tsx examples/aggregates.ts
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity('Sale')
class Sale extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() country!: string;
  @Field.decimal() amount!: `${number}`;
  @Index() @Field.datetime() at!: Date;
}

await using _db = await Database.embedded({ models: [Sale] });
await Sale.insertMany([
  { country: 'NO', amount: '0.10', at: new Date('2024-01-05') },
  { country: 'NO', amount: '0.20', at: new Date('2024-01-20') },
  { country: 'SE', amount: '99.95', at: new Date('2024-02-01') },
  { country: 'NO', amount: '5.00', at: new Date('2024-02-03') },
]);

const { count, sum, max } = await Sale.query().aggregate({ count: true, sum: { amount: true }, max: { at: true } });
console.log(count, sum.amount, max.at?.toISOString());

const months = await Sale.query()
  .where({ country: 'NO' })
  .aggregate({ groupBy: { at: 'month' }, count: true, sum: { amount: true }, orderBy: { count: 'desc' } });
for (const month of months) console.log(month.at.toISOString().slice(0, 7), month.count, month.sum.amount);

const large = await Sale.query().aggregate({
  groupBy: { country: true },
  having: (group) => group.sum.amount.gt('50'),
});
console.log(large.map(({ country }) => country).join(', '));
console.log(JSON.stringify(await Sale.query().facets({ country: 5 })));

// Output:
// 4 105.25 2024-02-03T00:00:00.000Z
// 2024-01 2 0.30
// 2024-02 1 5.00
// SE
// {"country":[["NO",3],["SE",1]]}
