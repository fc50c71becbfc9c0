import { type Auto, Database, Entity, Field, Index, Migrate, Model, type ModelClass } from 'redstart';

@Entity('Person')
class Old extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text({ optional: true }) fee?: string;
}

@Entity('Person', { version: 2 })
@Migrate(2, ({ fee, ...row }) => ({ ...row, cents: String(Number(fee) * 100) }))
class New extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() cents!: number;
}

describe('a program that is older than some rows', () => {
  let server: Database;
  let open: Database | undefined;

  const start = async (model: ModelClass): Promise<void> => {
    await open?.close();
    open = await Database.connect(server.redis, { models: [model] });
  };
  const newer = { code: 'MIGRATION', problem: 'newer', id: 1, version: 2, to: 1 };
  const failure = (work: Promise<unknown>): Promise<Error> =>
    work.then(
      () => Promise.reject(new Error('nothing was refused')),
      (error) => error,
    );

  beforeAll(async () => {
    server = await Database.embedded();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    await server.redis.flushall();
    await start(Old);
    await Old.insertMany([{ fee: '1.50' }, { fee: '2.50' }]);
  });
  afterEach(async () => {
    await open?.close();
    open = undefined;
  });

  /** The newer program brings all rows up, and builds its indexes. */
  async function deploy(): Promise<void> {
    await start(New);
    await New.migrate();
    await New.reindex();
  }

  async function expectRefused(): Promise<void> {
    await expect(Old.reindex()).rejects.toMatchObject(newer);
    await expect(Old.repair()).rejects.toMatchObject(newer);
    await expect(Old.migrate()).rejects.toMatchObject(newer);
  }

  it('may not touch the indexes of the newer one', async () => {
    await deploy();
    await start(Old);
    await expectRefused();
    await start(New);
    expect(await New.schemaChanges()).toEqual([]);
    expect(await New.query().where({ cents: 150 }).ids()).toEqual([1]);
  });

  it('may not either after it has written a row of its own', async () => {
    await deploy();
    await start(Old);
    await Old.create({ fee: '3.50' });
    await expectRefused();
    await start(New);
    expect(await New.query().where({ cents: 250 }).ids()).toEqual([2]);
  });

  it('is told to be deployed anew where it asks for an index that is gone', async () => {
    await deploy();
    await start(Old);
    const { message } = await failure(Old.query().where({ fee: '1.50' }).all());
    expect(message).toMatch(
      /its rows may be of version 2, and are of version 1 here; .*fee is not built\. Deploy the newer program/,
    );
    expect(message).not.toContain('Run ');
  });

  it('may build its indexes where no row is newer after all', async () => {
    await deploy();
    await New.deleteMany([1, 2]);
    await start(Old);
    await Old.create({ fee: '3.50' });
    expect(await Old.reindex()).toMatchObject({ dropped: ['ordered cents'] });
    expect(await Old.query().where({ fee: '3.50' }).ids()).toEqual([3]);
  });
});
