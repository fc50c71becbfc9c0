// Any number of entities on either side: a set here, a list there, scores elsewhere, always in step.
// Run: npx tsx examples/many-to-many.ts
import { type Auto, Database, Entity, Field, type Many, ManyToMany, Model } from 'redstart';

@Entity('Reader')
class Reader extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @ManyToMany(() => Club, { kind: 'set', inverse: (club) => club.members }) clubs!: Many<Club, 'set'>;
}

@Entity('Club')
class Club extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @ManyToMany(() => Reader, { kind: 'list', inverse: (reader) => reader.clubs }) members!: Many<Reader, 'list'>;
  @ManyToMany(() => Reader, { kind: 'sortedSet' }) ranking!: Many<Reader, 'sortedSet'>; // no other side
}

const db = await Database.embedded({ models: [Reader, Club] });

const [ada, bob] = (await Reader.insertMany([{ name: 'Ada' }, { name: 'Bob' }])) as [Reader, Reader];
const [poets, cooks] = (await Club.insertMany([{ name: 'Poets' }, { name: 'Cooks' }])) as [Club, Club];
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

await ada.clubs.add(poets, cooks); // one script writes both sides
await poets.members.insert(0, bob); // before Ada
console.log(names(await poets.members.all()), names(await bob.clubs.all()));

await poets.ranking.add([ada, 10], [bob, 7]);
console.log(await poets.ranking.increment(bob, 5), names(await poets.ranking.all()));

for (const reader of await Reader.query().with({ clubs: true }).all())
  console.log(reader.name, names(reader.clubs.get()));

await ada.clubs.add(99).catch((error) => console.log(error.code)); // nobody has this id
await poets.delete(); // and nothing leads to it any more
console.log(names(await ada.clubs.all()), await bob.clubs.count());
await db.close();

// Output:
// [ 'Bob', 'Ada' ] [ 'Poets' ]
// 12 [ 'Ada', 'Bob' ]
// Ada [ 'Poets', 'Cooks' ]
// Bob [ 'Poets' ]
// MISSING_REFERENCE
// [ 'Cooks' ] 0
