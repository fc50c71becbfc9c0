import { type Auto, Database, Entity, Field, Index, Model, SchemaChangedError } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('User')
class Older extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
  @Field.integer() hits: Auto<number> = 0;
}

@Entity('User')
class Newer extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ignoreCase: true }) @Field.text() name!: string;
  @Field.integer() hits: Auto<number> = 0;
}

// the text without its case is a column `~name` that only the newer program can make
describe('a program that does not know what another one computes', () => {
  it('is refused whatever it writes, and leaves no entry behind', async () => {
    await using older = await Database.embedded({ models: [Older] });
    const [, path] = (await older.redis.config('GET', 'unixsocket')) as [string, string];
    await using newer = await Database.connect({ path }, { models: [Newer] });
    const ada = await Older.create({ name: 'Ada' });
    const eve = await Newer.create({ name: 'EVE' });
    for (const write of [
      () => Older.change(eve.id, { name: 'Eva' }),
      () => Older.change(eve.id, { hits: 1 }),
      () => Older.field(eve.id, (user) => user.hits).increment(1),
      () => Older.create({ name: 'Bob' }),
      () => ada.save({ force: true }),
      () => Older.upsert({ id: eve.id, name: 'Eva' }, { by: { id: true } }),
    ])
      await expect(write()).rejects.toThrow(SchemaChangedError);
    expect(await Older.deleteMany([eve.id]).catch((error: unknown) => error)).toBeInstanceOf(SchemaChangedError);
    await Newer.deleteMany([eve.id]);
    await Newer.reindex();
    expect(await Newer.query().where({ name: 'ada' }).ids()).toEqual([ada.id]);
    await expectConsistent(newer, Newer);
    expect((await Older.verify()).problems).toEqual([]);
  });
});
