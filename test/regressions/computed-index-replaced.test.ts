// A class that gives up an index that only the older class can compute, and has another one of a field with a default.
import { type Auto, Database, Entity, Field, FullText, Index, Migrate, Model, type ModelClass } from 'redstart';

@Entity('Shelf')
class Older extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true, ignoreCase: true }) @Field.text() name!: string;
  @FullText() @Field.text() notes!: string;
}

@Entity('Shelf')
class Newer extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Field.text() notes!: string;
  @Index() @Field.integer({ default: 3 }) level!: Auto<number>;
  @Index() get size(): number {
    return this.name.length + this.level;
  }
}

@Entity('Shelf', { version: 2 })
@Migrate(2, ({ notes, ...row }) => ({ ...row, remarks: notes }))
class Second extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Index({ ordered: true }) @Field.text() remarks!: string;
  @Index() @Field.integer({ default: 3 }) level!: Auto<number>;
}

describe('a class that gives a computed index up', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [Older] });
    await Older.insertMany(Array.from({ length: 120 }, (_, i) => ({ name: `n${i % 7}`, notes: 'steam' })));
  });
  afterEach(() => db.close());

  const connected = async (model: ModelClass) => {
    const [, path] = (await db.redis.config('GET', 'unixsocket')) as [string, string];
    return Database.connect({ path }, { models: [model], schema: 'build' });
  };

  it('has its own built by reindex(), with the defaults that rows lack', async () => {
    const shelf = db.bind(Newer);
    await expect(shelf.create({ name: 'x', notes: '' })).rejects.toThrow('reindex() of this one deletes it');
    const { built, dropped } = await shelf.reindex();
    expect(dropped.toSorted()).toEqual(['lexical ~name', 'text notes']);
    expect(built.toSorted()).toEqual(['lexical name', 'ordered level', 'ordered ~size']);
    expect(await shelf.query().where({ level: 3, size: 5 }).count()).toBe(120);
    expect(await shelf.schemaChanges()).toEqual([]);
    expect(await shelf.verify()).toMatchObject({ total: 0 });
  });

  it('has them built by the next call where one ends in the middle', async () => {
    const shelf = db.bind(Newer);
    const stop = new AbortController();
    const ended = shelf.reindex({ signal: stop.signal, onProgress: () => stop.abort() });
    await expect(ended).rejects.toThrow('abort');
    await shelf.create({ name: 'n1', notes: '' });
    await shelf.reindex();
    expect(await shelf.query().where({ level: 3, size: 5 }).count()).toBe(121);
    expect(await shelf.verify()).toMatchObject({ total: 0 });
  });

  it('has them built by connect', async () => {
    const building = await connected(Newer);
    expect(await Newer.query().where({ level: 3, size: 5 }).count()).toBe(120);
    await building.close();
  });

  it('has its rows brought up by what each error says', async () => {
    const shelf = db.bind(Second);
    await expect(shelf.migrate()).rejects.toThrow('reindex() of this one deletes it');
    await expect(shelf.reindex()).rejects.toThrow('Run Shelf.migrate()');
    expect(await shelf.migrate()).toBe(120);
    await shelf.reindex();
    expect(await shelf.query().where({ remarks: 'steam', level: 3 }).count()).toBe(120);
    expect(await shelf.verify()).toMatchObject({ total: 0 });
  });

  it('has its rows brought up by connect', async () => {
    const building = await connected(Second);
    expect(await Second.query().where({ remarks: 'steam', level: 3 }).count()).toBe(120);
    expect(await Second.schemaChanges()).toEqual([]);
    await building.close();
  });
});
