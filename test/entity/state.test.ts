import { type Auto, Database, Entity, Field, Model, PrimaryKey } from 'redstart';

@Entity('Book')
class Book extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() title!: string;
  @Field.integer({ optional: true }) pages?: number;
  @Field.json({ optional: true }) tags?: string[];
  @Field.datetime() added: Auto<Date> = new Date(0);
}

@Entity('Code')
class Code extends Model {
  @PrimaryKey() @Field.text() id!: string;
  @Field.integer({ optional: true }) uses?: number;
}

let db: Database;

beforeAll(async () => {
  db = await Database.embedded({ models: [Book, Code] });
});

afterAll(async () => {
  await db.close();
});

describe('an entity', () => {
  it('has its properties in one order, however it came to be', async () => {
    const made = await Book.create({ tags: ['a'], title: 'Made' });
    const [loaded, found] = [await Book.get(made.id), await Book.query().first()];
    expect(Object.keys(Book.build({ pages: 3 }))).toEqual(Object.keys(loaded));
    expect(Object.keys(made)).toEqual(Object.keys(loaded));
    expect(Object.keys(found!)).toEqual(Object.keys(loaded));
  });

  it('takes what its own input says, and nothing that the input inherits', () => {
    const built = Book.build(Object.assign(Object.create({ title: 'Inherited' }) as object, { pages: 4 }));
    expect([built.title, built.pages]).toEqual([undefined, 4]);
  });

  it('knows its id as it is stored, also one that could be read as a number', async () => {
    const ids = ['7', '007', '-0', '0', '1e3', '1000', ' 7', '0x10', '9007199254740993', 'NaN', '7.0', '-7'];
    await Code.insertMany(ids.map((id) => ({ id })));
    const loaded = await Code.findMany(ids);
    for (const [i, code] of loaded.entries()) await code!.update({ uses: i + 1 });
    for (const id of ['7', '-0', '1e3']) await (await Code.get(id)).delete();
    const left = ids.filter((id) => !['7', '-0', '1e3'].includes(id));
    const stored = await Promise.all(left.map((id) => db.redis.hget(`{app}:Code:${id}`, 'uses')));
    expect(stored).toEqual(left.map((id) => String(ids.indexOf(id) + 1)));
    expect((await Code.query().ids()).sort()).toEqual([...left].sort());
  });

  it('keeps what was loaded apart from values that are changed inside', async () => {
    const { id } = await Book.create({ title: 'Tags', tags: ['a'] });
    const book = await Book.get(id);
    const copy = book.copy();
    book.tags!.push('b');
    expect([book.isDirty, book.changes]).toEqual([true, { tags: { from: ['a'], to: ['a', 'b'] } }]);
    expect([copy.tags, copy.isNew]).toEqual([['a'], true]);
    await book.save();
    expect([book.isDirty, (await Book.get(id)).tags]).toEqual([false, ['a', 'b']]);
  });

  it('lets its calls wait for each other', async () => {
    const book = await Book.create({ title: 'Turns', pages: 1 });
    const first = book.update({ pages: 2 });
    const second = book.update({ pages: 3 });
    await Promise.all([first, second]);
    expect([(await Book.get(book.id)).pages, book.isDirty]).toEqual([3, false]);
  });
});
