import { type Auto, Database, Entity, Field, Model, Unique } from 'redstart';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/server-process.js';

@Entity('Reader')
class Reader extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
}

@Entity('Loan')
@Unique<Loan>((loan) => [loan.book, loan.place])
class Loan extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() book!: string;
  @Field.text() place!: string;
}

const input = (n: number) => ({ email: `${n}@example.com` });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => input(from + i));

describe('the holder of a unique value', () => {
  let server: ServerProcess;
  let db: Database;
  beforeAll(async () => {
    server = await ServerProcess.start();
    db = await Database.connect(server.address, { namespace: 'app', models: [Reader, Loan] });
  });
  beforeEach(() => server.admin.flushall());
  afterAll(async () => {
    await db?.close();
    await server?.kill();
  });

  async function calls(command: string, work: () => Promise<unknown>): Promise<number> {
    await server.admin.config('RESETSTAT');
    await work();
    return Number(
      new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(await server.admin.info('commandstats'))?.[1] ?? 0,
    );
  }

  it('is asked for by all fields that are unique together', async () => {
    const { id } = await Loan.create({ book: 'Emma', place: 'Oslo' });
    expect(await Loan.findBy({ place: 'Oslo', book: 'Emma' })).toMatchObject({ id });
    await expect(Loan.findBy({ place: 'Oslo' })).rejects.toThrow(
      'Loan.place has no index that answers "findBy". Add @Unique() to the field, or name all that are unique together (book + place), or ask',
    );
  });

  it('is found by one look once the number of buckets is known', async () => {
    await Reader.insertMany(range(1, 200));
    await Reader.findBy(input(7));
    // once a second one asks whether the indexes are complete
    await eventually(async () => (await calls('hget', () => Reader.findBy(input(8)))) === 1);
  });

  it('is found while buckets come and go', async () => {
    for (let n = 1; n < 900; n += 100) {
      await Reader.insertMany(range(n, n + 100));
      for (const at of [1, n, n + 57, n + 99]) expect((await Reader.findBy(input(at)))?.id).toBe(at);
      expect(await Reader.findBy(input(n + 100))).toBeUndefined();
    }
    await Reader.query().delete();
    expect(await Reader.findBy(input(5))).toBeUndefined();
    const again = await Reader.create(input(5));
    expect((await Reader.findBy(input(5)))?.id).toBe(again.id);
  });
});
