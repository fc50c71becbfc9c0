// Filters as objects and as callbacks, joined by and, or, not; every condition is answered by an index on the server.
// Run: npx tsx examples/queries.ts
import { type Auto, Database, Entity, Field, Index, Model, not, or } from 'redstart';

@Entity('Peak')
class Peak extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Index() @Field.text() range!: string;
  @Index() @Field.integer() height!: number;
  @Index() @Field.integer({ optional: true }) climbed?: number;
}

await using _db = await Database.embedded({ models: [Peak] });
await Peak.insertMany([
  { name: 'Everest', range: 'Himalaya', height: 8849, climbed: 1953 },
  { name: 'K2', range: 'Karakoram', height: 8611, climbed: 1954 },
  { name: 'Kangchenjunga', range: 'Himalaya', height: 8586, climbed: 1955 },
  { name: 'Gangkhar Puensum', range: 'Himalaya', height: 7570 },
  { name: 'Mont Blanc', range: 'Alps', height: 4808, climbed: 1786 },
  { name: 'Matterhorn', range: 'Alps', height: 4478, climbed: 1865 },
]);

const names = (peaks: readonly Peak[]) => peaks.map((peak) => peak.name).join(', ');

// an object: all of it must fit
const high = Peak.query().where({ range: { in: ['Himalaya', 'Karakoram'] }, height: { gt: 8000 } });
console.log('above 8000 m:', names(await high.all()));

// a callback: conditions of any shape
const early = Peak.query().where((peak) => peak.climbed.lt(1900).or(peak.name.startsWith('K')));
console.log('early, or with a K:', names(await early.all()));

// conditions that several queries share
const { range, climbed } = Peak.fields();
const first = or(climbed.eq(1953), climbed.between(1700, 1800));
for (const condition of [climbed.isNull(), not(range.eq('Alps')), first]) {
  const query = Peak.query().where(() => condition);
  console.log(await query.count());
}

// plain rows of some fields: their type is narrowed as well
const [highest] = await high.orderBy({ height: 'desc' }).select({ name: true, height: true }).all();
console.log(highest);

// Output:
// above 8000 m: Everest, K2, Kangchenjunga
// early, or with a K: K2, Kangchenjunga, Mont Blanc, Matterhorn
// 1
// 4
// 2
// { name: 'Everest', height: 8849 }
