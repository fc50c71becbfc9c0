import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Index<Town>((town) => [town.country, town.size])
@Index<Town>((town) => [town.size, town.name])
@Entity('Town')
class Town extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ignoreCase: true }) @Field.text({ optional: true }) country?: string;
  @Index({ ignoreCase: true }) @Field.text() name!: string;
  @Field.integer() size!: number;
}

describe('an index of several fields, of which some ignore case', () => {
  let db: Database;
  let ids: number[];
  beforeAll(async () => {
    db = await Database.embedded({ models: [Town] });
    const made = await Town.insertMany([
      { country: 'no', name: 'b', size: 2 },
      { country: 'NO', name: 'A', size: 1 },
      { country: 'No', name: 'É', size: 2 },
      { country: 'se', name: 'a', size: 2 },
      { name: 'C', size: 2 },
    ]);
    ids = made.map(({ id }) => id);
  });
  afterAll(() => db.close());
  const at = (...places: number[]) => places.map((place) => ids[place]);

  it('compares as each of them does alone', async () => {
    expect(await Town.query().where({ country: 'nO' }).ids()).toEqual(at(0, 1, 2));
    expect(
      await Town.query()
        .where({ country: 'nO', size: { gte: 1 } })
        .ids(),
    ).toEqual(at(0, 1, 2));
    expect(
      await Town.query()
        .where({ country: 'nO', size: { gte: 2 } })
        .count(),
    ).toBe(2);
    expect(await Town.query().where({ country: 'nO' }).orderBy({ size: 'asc' }).ids()).toEqual(at(1, 0, 2));
    expect(
      await Town.query()
        .where({ size: 2, name: { gte: 'B' } })
        .ids(),
    ).toEqual(at(0, 2, 4));
    expect(await Town.query().where({ size: 2 }).orderBy({ name: 'asc' }).ids()).toEqual(at(3, 0, 4, 2));
    expect(
      await Town.query()
        .where({ size: 2, name: 'é', country: { in: ['NO', 'SE'] } })
        .ids(),
    ).toEqual(at(2));
    for (const budget of [1, 40])
      expect(
        await Town.query()
          .within(budget)
          .where({ country: 'NO', size: { gte: 2 } })
          .where({ name: { in: ['B', 'x'] } })
          .ids(),
      ).toEqual(at(0));
  });

  it('follows what is saved', async () => {
    const town = await Town.create({ country: 'Dk', name: 'Å', size: 7 });
    await town.update({ country: 'FI' });
    expect(
      await Town.query()
        .where({ country: 'dk', size: { gt: 1 } })
        .ids(),
    ).toEqual([]);
    expect(
      await Town.query()
        .where({ country: 'fi', size: { gt: 1 } })
        .ids(),
    ).toEqual([town.id]);
    await expectConsistent(db, Town);
    await town.delete();
    expect(
      await Town.query()
        .where({ country: 'fi', size: { gt: 1 } })
        .count(),
    ).toBe(0);
    await expectConsistent(db, Town);
    expect((await Town.verify()).problems).toEqual([]);
  });
});
