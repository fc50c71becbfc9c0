import { type Auto, Database, Entity, Field, Index, ManyToOne, Model, type Ref, Unique } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('Owner')
class Owner extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

/** All that its indexes have of it is known from its owner and its id. */
@Entity('Coin')
class Coin extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() year!: number;
  @ManyToOne(() => Owner, { onDelete: 'cascade' }) owner!: Ref<Owner>;
}

/** Its row has to be read. */
@Entity('Book')
class Book extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() isbn!: string;
  @Index() @Field.text({ optional: true }) shelf?: string;
  @Index({ ordered: true }) @Field.text() title!: string;
  @Index() @Field.integer({ optional: true }) year?: number;
  @ManyToOne(() => Owner, { optional: true, onDelete: 'cascade' }) owner?: Ref<Owner>;
}

const ALL = [Owner, Coin, Book];
const EACH = 600;

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: ALL });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.redis.flushall();
});

const book = (i: number, owner?: Owner) => ({
  isbn: `isbn ${i}`,
  title: `Title ${i % 50}`,
  ...(i % 3 > 0 && { shelf: `shelf ${i % 7}` }),
  ...(i % 5 > 0 && { year: 1900 + i }),
  ...(owner && { owner }),
});

async function fill(): Promise<[gone: Owner, kept: Owner]> {
  const [gone, kept] = [await Owner.create({ name: 'gone' }), await Owner.create({ name: 'kept' })];
  const ownerOf = (i: number) => (i % 2 === 0 ? gone : kept);
  await Coin.insertMany(Array.from({ length: 2 * EACH }, (_, i) => ({ year: i, owner: ownerOf(i) })));
  await Book.insertMany(Array.from({ length: 2 * EACH }, (_, i) => book(i, ownerOf(i))));
  return [gone, kept];
}

const expectAllConsistent = async () => {
  for (const model of ALL) await expectConsistent(db, model);
};

describe('a cascade to entities to which nothing leads', () => {
  it('takes them and all their entries, and nobody else', async () => {
    const [gone, kept] = await fill();
    await gone.delete();
    expect([await Coin.query().count(), await Book.query().count()]).toEqual([EACH, EACH]);
    expect(await Book.query().where({ owner: kept }).count()).toBe(EACH);
    expect(await Coin.query().where({ year: 0 }).count()).toBe(0);
    expect(await Book.findBy({ isbn: 'isbn 2' })).toBeUndefined();
    await expectAllConsistent();

    // what they held is free
    await Book.create(book(2));
    await kept.delete();
    expect([await Coin.query().count(), await Book.query().count()]).toEqual([0, 1]);
    await expectAllConsistent();
  });

  it('spares one that leads elsewhere by the same call, and takes one that is changed or deleted by it', async () => {
    const [gone, kept] = await fill();
    const [moved, changed, deleted] = await Book.query().where({ owner: gone }).orderBy({ id: 'asc' }).limit(3).all();
    await db.session((session) => {
      session.add(moved!, changed!, gone);
      moved!.owner = kept as unknown as Ref<Owner>;
      changed!.title = 'Another';
      session.delete(gone);
      session.delete(deleted!);
    });
    expect(await Book.query().count()).toBe(EACH + 1);
    expect((await Book.get(moved!.id)).owner?.id).toBe(kept.id);
    expect(await Book.find(changed!.id)).toBeUndefined();
    await expectAllConsistent();
  });

  it('says how many they are where there are too many for one call', async () => {
    const owner = await Owner.create({ name: 'rich' });
    await Coin.insertMany(Array.from({ length: 10_001 }, (_, year) => ({ year, owner })));
    await expect(owner.delete()).rejects.toMatchObject({ code: 'CASCADE_LIMIT' });
    expect(await Coin.query().count()).toBe(10_001);
    await Coin.query()
      .where({ year: { gte: 10_000 } })
      .delete();
    await owner.delete();
    expect(await Coin.query().count()).toBe(0);
    await expectAllConsistent();
  });
});
