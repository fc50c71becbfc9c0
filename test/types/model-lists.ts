// What every model can do can be asked of a list of them.
import { type Auto, Entity, Field, Model } from 'redstart';

@Entity()
class Country extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

@Entity()
class City extends Model {
  @Field.text() place!: string;
  @Field.integer() population!: number;
}

export async function maintain(): Promise<number> {
  let sum = 0;
  for (const model of [Country, City]) {
    sum += (await model.verify()).problems.length + (await model.repair()).problems.length;
    sum += (await model.reindex()).built.length + (await model.schemaChanges()).length;
    sum += (await model.migrate()) + (await model.reap()) + (await model.query().count());
    // @ts-expect-error there is no one type of their fields
    await model.create({ name: 'x' });
  }
  return sum;
}
