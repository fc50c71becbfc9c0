// An index added to a class: queries that need it are refused until it is built, beside programs of both versions.
// Run: npx tsx examples/reindexing.ts
import { type Auto, Database, Entity, Field, Index, Model, RedstartError } from 'redstart';

/** The class as it was deployed. */
@Entity('Book')
class OldBook extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Field.integer() year!: number;
}

/** The same model, with an index of years. */
@Entity('Book')
class Book extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Index() @Field.integer() year!: number;
}

await using db = await Database.embedded({ models: [OldBook] });
const title = (_: unknown, i: number) => ({ title: `Book ${i + 1}`, year: 1900 + (i % 100) });
await OldBook.insertMany(Array.from({ length: 1000 }, title));

// another program, which has the new class
const NewBook = db.bind(Book);
const recent = NewBook.query().where({ year: { gte: 1990 } });
await recent.count().catch((error: RedstartError) => console.log(error.message));
console.log(await NewBook.schemaChanges());

const report = await NewBook.reindex();
console.log(report.built, report.entities);
console.log(await recent.count());

// the old program keeps the new index as well
await OldBook.create({ title: 'Late', year: 1999 });
console.log(await recent.count());
console.log((await NewBook.verify()).total);

// Output:
// Book has changed: the index ordered year is not built. Run Book.reindex(), which builds it beside live writers.
// [
//   {
//     kind: 'index',
//     name: 'ordered year',
//     here: 'declared',
//     there: 'not built'
//   }
// ]
// [ 'ordered year' ] 1000
// 100
// 101
// 0
