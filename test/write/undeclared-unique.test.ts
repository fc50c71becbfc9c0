import { type Auto, Database, Entity, Field, Model, Unique, UniqueError } from 'redstart';

@Entity('Tag')
class Tag extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
}

@Entity('Tag')
class Older extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

describe('a unique index that this program does not declare', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Tag] });
    await Tag.create({ name: 'x' });
  });
  afterEach(() => db.close());

  it('is named by its refusal as the server names it', async () => {
    await using _other = await Database.connect(db.redis, { models: [Older] });
    const free = await Older.create({ name: 'free' });
    for (const write of [() => Older.create({ name: 'x' }), () => free.update({ name: 'x' })]) {
      const error = await write().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UniqueError);
      expect(error).toMatchObject({ model: 'Tag', fields: ['name'], value: [], holder: 1 });
      expect((error as Error).message).toMatch(/^Tag\.name is unique, and the value belongs to the Tag 1\. /);
    }
  });
});
