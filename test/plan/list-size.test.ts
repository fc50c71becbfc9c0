import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/server-process.js';

@Entity('Reader')
class Reader extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() city!: string;
}

const LEAF = 508;
const readers = (count: number, city = 'Oslo') => Array.from({ length: count }, () => ({ city }));

describe('the count of a list of ids', () => {
  let server: ServerProcess;
  let db: Database;
  beforeAll(async () => {
    server = await ServerProcess.start();
    db = await Database.connect(server.address, { namespace: 'app', models: [Reader] });
  });
  beforeEach(() => server.admin.flushall());
  afterAll(async () => {
    await db?.close();
    await server?.kill();
  });

  /** The commands of some calls. */
  async function commandsOf(work: () => Promise<unknown>): Promise<string[]> {
    await server.admin.config('RESETSTAT');
    await work();
    const stats = await server.admin.info('commandstats');
    return [...stats.matchAll(/cmdstat_(?!config|info)([^:]+):/g)].map(([, name]) => name!).sort();
  }
  const oslo = () => Reader.query().where({ city: 'Oslo' });

  it('is one command', async () => {
    await Reader.insertMany(readers(3));
    await Reader.query().count();
    // once a second one asks whether the indexes are complete
    for (const count of [() => Reader.query().count(), () => oslo().count()])
      await eventually(async () => (await commandsOf(count)).join() === 'scard');
    expect(await oslo().count()).toBe(3);
    expect(await Reader.query().where({ city: 'Rome' }).count()).toBe(0);
  });

  it('is right while the list becomes a tree, and when it is a set again', async () => {
    await Reader.insertMany(readers(LEAF));
    expect([await Reader.query().count(), await oslo().count()]).toEqual([LEAF, LEAF]);
    await Reader.insertMany(readers(10));
    for (let i = 0; i < 2; i++)
      expect([await Reader.query().count(), await oslo().count()]).toEqual([LEAF + 10, LEAF + 10]);
    expect(await commandsOf(() => Promise.all([Reader.query().count(), oslo().count()]))).toEqual(['hget']);
    await Reader.query().delete();
    for (let i = 0; i < 2; i++) expect([await Reader.query().count(), await oslo().count()]).toEqual([0, 0]);
    await Reader.insertMany(readers(2));
    expect([await Reader.query().count(), await oslo().count()]).toEqual([2, 2]);
  });

  it('is answered in a pipeline, whatever the list is', async () => {
    await Reader.insertMany(readers(600));
    const counts = await db.pipeline((p) => [
      p.bind(Reader).query().count(),
      p.bind(Reader).query().where({ city: 'Rome' }).count(),
    ]);
    expect(await Promise.all(counts)).toEqual([600, 0]);
  });

  it('says what is wrong where the key is not a list', async () => {
    await server.admin.set('{app}:Reader#eq:city:Oslo', 'x');
    await expect(oslo().count()).rejects.toThrow(/WRONGTYPE|holds another type/);
  });
});
