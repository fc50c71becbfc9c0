import { type Auto, Database, Entity, Field, Index, Model, SchemaError } from 'redstart';

@Entity()
class Note extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() title!: string;
}

@Entity('Note')
class Other extends Model {
  @Field.id() id!: Auto<number>;
}

@Entity()
class Fresh extends Model {
  @Field.id() id!: Auto<number>;
}

class Plain extends Model {
  @Field.id() id!: Auto<number>;
}

const open: Database[] = [];
async function embedded(options: Parameters<typeof Database.embedded>[0] = {}): Promise<Database> {
  const db = await Database.embedded(options);
  open.push(db);
  return db;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((db) => db.close()));
});

describe('models and databases', () => {
  it('a model that belongs to no database says how it would', async () => {
    await expect(Note.create({ title: 'x' })).rejects.toThrow(
      /belongs to no database.*models: \[Note\].*db\.use\(Note\)/,
    );
    expect(() => Note.query()).toThrow(SchemaError);
    expect(() => Note.build({ title: 'x' })).toThrow(SchemaError);
  });

  it('takes models when it connects, and later', async () => {
    const db = await embedded({ models: [Note] });
    expect((await Note.create({ title: 'x' })).id).toBe(1);
    db.use(Note);
    expect(await Note.query().count()).toBe(1);
    expect(await db.redis.keys('{app}:Note:*')).toEqual(['{app}:Note:1']);
  });

  it('takes a class that was evaluated again in the place of the first', async () => {
    const again = () => {
      @Entity('Note')
      class Note extends Model {
        @Field.id() id!: Auto<number>;
        @Index() @Field.text() title!: string;
      }
      return Note;
    };
    const db = await embedded();
    const [first, second] = [again(), again()];
    db.use(first);
    await first.create({ title: 'a' });
    db.use(second);
    expect((await second.create({ title: 'b' })).id).toBe(2);
    expect(await second.query().where({ title: 'a' }).one()).toBeInstanceOf(second);
    expect(await first.query().count()).toBe(2);
    expect(() => db.use(Other)).toThrow(/Two entities are named Note/);
  });

  it('refuses a class that does not extend Model, or that of another copy', async () => {
    const db = await embedded();
    @Entity('Alone')
    class Alone {}
    expect(() => db.use(Alone as never)).toThrow(
      /Alone does not extend the Model of this Database\. .*two copies.*npm ls/,
    );
  });

  it('registers all models of a call or none', async () => {
    const db = await embedded();
    expect(() => db.use(Fresh, Plain)).toThrow(/Plain is not an entity/);
    expect(() => Fresh.query()).toThrow(/belongs to no database/);
    expect(() => db.use(Fresh, Other, Note)).toThrow(/Two entities are named Note/);
    expect(() => Fresh.query()).toThrow(/belongs to no database/);
    await expect(embedded({ models: [Plain] })).rejects.toThrow(SchemaError);
  });

  it('refuses a class that belongs to another open database, and says the way out', async () => {
    const first = await embedded({ models: [Note] });
    const second = await embedded();
    expect(() => second.use(Note)).toThrow(/another database that is open.*db\.bind\(Note\).*close/);
    await first.close();
    second.use(Note);
    expect((await Note.create({ title: 'second' })).id).toBe(1);
  });

  it('belongs to nobody any more when its database was closed, and can be used again', async () => {
    const first = await embedded({ models: [Note] });
    await Note.create({ title: 'x' });
    await first.close();
    await expect(Note.query().count()).rejects.toThrow();
    await embedded({ models: [Note] });
    expect(await Note.query().count()).toBe(0);
  });

  it('bind gives the same model on this database as well', async () => {
    const first = await embedded({ models: [Note] });
    const second = await embedded({ namespace: 'tenant' });
    const Theirs = second.bind(Note);
    const theirs = await Theirs.create({ title: 'theirs' });
    await Note.insertMany([{ title: 'a' }, { title: 'b' }]);
    expect(theirs).toBeInstanceOf(Note);
    expect([Theirs.name, await Theirs.query().count(), await Note.query().count()]).toEqual(['Note', 1, 2]);
    await theirs.update({ title: 'changed' });
    expect(
      await Theirs.query()
        .where((n) => n.title.eq('changed'))
        .count(),
    ).toBe(1);
    expect(await second.redis.keys('*')).toContain('{tenant}:Note:1');
    expect(await first.redis.keys('{tenant}*')).toEqual([]);
  });

  it('keeps namespaces of one server apart, and closes only itself', async () => {
    const server = await embedded();
    const a = await Database.connect(server.redis, { namespace: 'a', models: [Note] });
    const b = await Database.connect(server.redis, { namespace: 'b' });
    const InB = b.bind(Note);
    await Note.create({ title: 'a' });
    expect(await InB.query().count()).toBe(0);
    expect((await InB.create({ title: 'b' })).id).toBe(1);
    await a.close();
    expect(await InB.query().count()).toBe(1);
    await b.close();
  });

  it('refuses a namespace that could not be read in a key', async () => {
    for (const namespace of ['', 'a{b}', 'a:b', '1']) {
      await expect(embedded({ namespace, models: [Note] })).rejects.toThrow('cannot be a namespace');
    }
  });

  it('closes at the end of a block, and twice without harm', async () => {
    let client: Database['redis'];
    {
      await using db = await Database.embedded({ models: [Note] });
      client = db.redis;
      await Note.create({ title: 'x' });
      await db.close();
    }
    expect(client.status).toBe('end');
    await using again = await Database.embedded({ models: [Note] });
    expect(again.namespace).toBe('app');
  });
});
