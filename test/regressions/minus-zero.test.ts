import { type Auto, Database, Entity, Field, Index, Model, Unique, UniqueError } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Point')
@Unique<Point>((point) => [point.x, point.y])
class Point extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Index() @Field.integer() n!: number;
  @Field.float() x!: number;
  @Field.text() y!: string;
}

describe('-0', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Point] });
  });
  afterEach(() => db.close());

  it('is the same unique value as 0', async () => {
    const point = await Point.create({ n: 0, x: -0, y: '-0' });
    await expect(Point.create({ n: -0, x: 1, y: '-0' })).rejects.toThrow(UniqueError);
    await expect(Point.create({ n: 1, x: 0, y: '-0' })).rejects.toThrow(UniqueError);
    expect((await Point.findBy({ n: -0 }))?.id).toBe(point.id);
    expect((await Point.findBy({ x: 0, y: '-0' }))?.id).toBe(point.id);
    expect(
      await Point.query()
        .where({ n: { in: [-0, 5] } })
        .ids(),
    ).toEqual([point.id]);
    // a text is not a number
    await Point.create({ n: 2, x: 0, y: '0' });
    await point.update({ n: -0 });
    expect(Object.is((await Point.get(point.id)).n, -0)).toBe(true);
    await expectConsistent(db, Point);
  });
});
