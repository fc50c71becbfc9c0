// What the server knows of models, after somebody wrote to it by hand.
import {
  type Auto,
  CodecError,
  Database,
  Entity,
  Field,
  Index,
  type IndexReport,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  type Ref,
  SchemaChangedError,
  ScriptError,
  Unique,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Shop')
class Shop extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
  @Index() @Field.integer() rank!: number;
  @Index() get half(): number {
    return this.rank / 2;
  }
  @ManyToMany(() => Tag, { inverse: (tag) => tag.shops, kind: 'set' }) tags!: Many<Tag, 'set'>;
}

@Entity('Tag')
class Tag extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Shop, { inverse: (shop) => shop.tags, kind: 'set' }) shops!: Many<Shop, 'set'>;
}

@Entity('Visit')
class Visit extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Shop, { onDelete: 'restrict' }) shop!: Ref<Shop>;
}

/** The class of another program. */
@Entity('Shop')
class OtherShop extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() rank!: number;
}

const JUNK = ['junk', '5', '{}', '{"model":"Shop"}', '{"fields":[],"indexes":[]}'];
const shown = ({ problems }: IndexReport) => problems.map(({ kind, name }) => `${kind} ${name}`);

describe('what the server knows of a model', () => {
  let db: Database;
  let shop: Shop;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Shop, Tag, Visit] });
  });
  beforeEach(async () => {
    await db.redis.flushall();
    [shop] = (await Shop.insertMany([1, 2, 3].map((rank) => ({ name: `s${rank}`, rank })))) as [Shop];
    await shop.tags.add(await Tag.create({}));
    await Visit.create({ shop });
  });
  afterAll(() => db.close());

  const refuse = async (work: Promise<unknown>) => (await work.catch((error: unknown) => error)) as Error;

  it.each(JUNK)('is told of and learnt again where it is %j', async (junk) => {
    await db.redis.hset('{app}#models', 'Shop', junk);
    expect(shown(await Shop.verify())).toContain('schema models');
    const mended = await Shop.repair();
    expect(shown(mended)).toContain('schema models');
    expect(mended.left).toBe(0);
    expect(await Shop.verify()).toMatchObject({ total: 0 });
    expect(await Shop.query().where({ half: 1.5 }).ids()).toEqual([3]);
    expect(await Shop.schemaChanges()).toEqual([]);
    expect(await refuse(shop.delete())).toMatchObject({ code: 'RESTRICT' });
    await expectConsistent(db, Shop);
  });

  it('is learnt again where the key of all models is a text', async () => {
    await db.redis.set('{app}#models', 'junk');
    expect(shown(await Shop.verify())).toContain('schema models');
    for (const model of [Shop, Tag, Visit]) expect(await model.repair()).toMatchObject({ left: 0 });
    for (const model of [Shop, Tag, Visit]) expect(await model.verify()).toMatchObject({ total: 0 });
    expect(
      await Shop.query()
        .where({ rank: { gte: 2 } })
        .count(),
    ).toBe(2);
  });

  it('is asked for by queries of another program, which say how it is learnt', async () => {
    await db.redis.hset('{app}#models', 'Shop', 'junk');
    await using other = await Database.connect(db.address, { models: [OtherShop] });
    expect(await refuse(OtherShop.query().where({ rank: 2 }).ids())).toBeInstanceOf(SchemaChangedError);
    expect(await refuse(other.storedSchemas())).toBeInstanceOf(CodecError);
    expect(await refuse(other.storedSchemas('app'))).toMatchObject({
      key: '{app}#models',
      member: 'Shop',
      message: expect.stringContaining('Run Shop.repair() in a program that has the class'),
    });
  });

  it.each(['junk', '{"a":1}', '[5]', '[]', '["Nobody"]'])('has its leading models again after %s', async (junk) => {
    await db.redis.hset('{app}:Shop#counts', 'referrers', junk);
    expect(shown(await Shop.verify())).toContain('schema referrers');
    expect(await Shop.repair()).toMatchObject({ left: 0 });
    expect(await Shop.verify()).toMatchObject({ total: 0 });
    expect(await refuse(shop.delete())).toMatchObject({ code: 'RESTRICT' });
    await Visit.query().delete();
    await shop.delete();
    expect(await Tag.query().with({ shops: true }).first()).toMatchObject({ id: 1 });
    await expectConsistent(db, Tag);
  });

  it('lets nothing be deleted as long as it cannot be read who leads there', async () => {
    await db.redis.hset('{app}:Shop#counts', 'referrers', 'junk');
    const error = await refuse(shop.delete());
    expect(error).toBeInstanceOf(ScriptError);
    expect(error.message).toContain('repair() of it mends that (Shop)');
    await db.redis.hdel('{app}:Shop#counts', 'referrers');
    await Shop.repair();
    await db.redis.hset('{app}#models', 'Visit', 'junk');
    expect((await refuse(Shop.deleteMany([1]))).message).toContain('repair() of it mends that (Visit)');
    expect(await Shop.query().count()).toBe(3);
    await Visit.repair();
    expect(await refuse(shop.delete())).toMatchObject({ code: 'RESTRICT' });
  });
});
