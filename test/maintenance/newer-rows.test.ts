import {
  type Auto,
  CodecError,
  Database,
  Entity,
  Field,
  Index,
  ManyToOne,
  Migrate,
  MigrationError,
  Model,
  type ModelClass,
  type Ref,
} from 'redstart';

@Entity('Note')
class Older extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() text!: string;
  @Index() @Field.integer() hits: Auto<number> = 0;
}

@Entity('Note', { version: 2 })
@Migrate(2, ({ text, ...row }) => ({ ...row, body: text }))
class Newer extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() body!: string;
  @Index() @Field.integer() hits: Auto<number> = 0;
}

@Entity('Mark')
class Mark extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Older, { onDelete: 'cascade' }) note!: Ref<Older>;
}

let db: Database;
let newer: Database;
let loaded: Older;
beforeAll(async () => {
  db = await Database.embedded({ models: [Older, Mark] });
  const [, path] = (await db.redis.config('GET', 'unixsocket')) as [string, string];
  newer = await Database.connect({ path }, { models: [Newer as ModelClass] });
  [loaded] = (await Older.insertMany([{ text: 'a' }, { text: 'b' }])) as [Older];
  await Mark.create({ note: loaded });
  await Newer.migrate();
});
afterAll(async () => {
  await newer.close();
  await db.close();
});

const message =
  'The Note 1 is of version 2, and this program knows Note up to version 1. Deploy the newer program, or delete the entity by its id.';

describe('a row that a newer program has brought forward', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['get', () => Older.get(1)],
    ['find', () => Older.find(1)],
    ['findMany', () => Older.findMany([1])],
    ['all', () => Older.query().all()],
    ['first', () => Older.query().where({ hits: 0 }).first()],
    ['page', () => Older.query().page({ size: 1 })],
    ['iterate', () => Older.query().iterate().next()],
    ['select', () => Older.query().select({ text: true }).all()],
    ['update', () => Older.query().where({ id: 1 }).update({ hits: 2 })],
    ['pick', () => Older.pick(1, { text: true })],
    ['field', () => Older.field(1, (note) => note.text).get()],
    ['reload', () => loaded.reload()],
    ['load', async () => (await Mark.get(1)).note.load()],
    ['with', () => Mark.query().with({ note: true }).all()],
    ['session', () => db.session(() => Older.get(1))],
  ])('is told by %s() of the older one, with the way out', async (_, call) => {
    const error: unknown = await call().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MigrationError);
    expect(error).toMatchObject({ message, problem: 'newer', id: 1, version: 2, to: 1 });
    expect((error as MigrationError).cause).toBeInstanceOf(CodecError);
  });

  it('is no excuse for one that is damaged', async () => {
    const made = await Older.create({ text: 'c' });
    await db.redis.hset(Older.keyOf(made.id), 'hits', 'banana');
    await expect(Older.get(made.id)).rejects.toThrow(CodecError);
    await expect(Older.get(made.id)).rejects.toThrow('Correct the stored value, or declare the field as it is stored.');
  });
});
