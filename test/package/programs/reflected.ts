// A model whose fields take their types from the compiler: esbuild says none, and the model is refused with the way out.
import { deepEqual } from 'node:assert/strict';
import { type Auto, Database, Entity, Field, Index, Model, SchemaError } from 'redstart';

@Entity('City')
class City extends Model {
  @Field.id() id!: Auto<number>;
  @Field() name!: string;
  @Index() @Field() population!: number;
  @Field() founded!: Date;
}

async function main(): Promise<void> {
  const db = await Database.embedded();
  try {
    db.use(City);
    const founded = new Date('1048-01-01');
    await City.create({ name: 'Oslo', population: 580_000, founded });
    const large = await City.query()
      .where({ population: { gt: 500_000 } })
      .one();
    deepEqual([large.name, large.founded], ['Oslo', founded]);
    console.log('ok');
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    console.log(error.code);
  } finally {
    await db.close();
  }
}

main();
