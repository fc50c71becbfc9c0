import { type Auto, Database, Entity, Field, FullText, Model } from 'redstart';

@Entity('Yarn')
class Yarn extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() text!: string;
}

describe('a search by OR of rare words', () => {
  // the ids of a rare word are read without those of the word that must stand beside it
  it('gives an entity once that one side finds and the other one reads', async () => {
    const db = await Database.embedded({ models: [Yarn] });
    await Yarn.create({ text: 'wheel steam' });
    await Yarn.create({ text: 'loom' });
    const asked = Yarn.query().search('(wheels "loom loom") OR steam');
    expect(await asked.ids()).toEqual([1]);
    expect(await asked.count()).toBe(1);
    expect(await asked.within(1).ids()).toEqual([1]);
    await db.close();
  });
});
