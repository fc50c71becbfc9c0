import { type Auto, Database, Entity, Field, Index, Model, RedstartError, Unique } from 'redstart';

@Entity()
class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() code!: string;
  @Index() @Field.integer() size!: number;
}

function nested(depth: number): unknown {
  let list: unknown = [];
  for (let i = 0; i < depth; i++) list = [list];
  return list;
}

const HUGE = 'x'.repeat(5_000_000);
const HOSTILE: readonly (readonly [name: string, value: unknown])[] = [
  ['an object without a prototype', Object.create(null)],
  ['an array in an array in an array', nested(20_000)],
  ['a symbol', Symbol('s')],
  ['a long text', HUGE],
  ['a long array', Array.from({ length: 10_000 }, (_, i) => `v${i}`)],
];
/** Characters that any message has at most. */
const MOST = 8100;

async function errorOf(work: () => Promise<unknown>): Promise<Error> {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was refused');
}

describe('a value that nobody expects', () => {
  let db: Database;
  let item: Item;
  beforeAll(async () => {
    db = await Database.embedded({ models: [Item] });
    item = await Item.create({ code: 'a', size: 1 });
  });
  afterAll(() => db.close());

  it.each(HOSTILE)('is refused by what changes entities, in a message of a line: %s', async (_, value) => {
    const wrong = { id: value } as never;
    const refused = [
      () => Item.change(item.id, wrong),
      () => Item.query().where({ code: 'a' }).update(wrong),
      () => Item.change(item.id, { size: value } as never),
      () => item.increment({ size: value } as never),
      () => Item.findBy({ code: value, id: value } as never),
      () => Item.get(value as never),
    ];
    for (const work of refused) {
      const error = await errorOf(work);
      expect(error).toBeInstanceOf(RedstartError);
      expect(error.message.length).toBeLessThan(MOST);
    }
    expect((await Item.get(item.id)).toPlain()).toEqual({ id: item.id, code: 'a', size: 1 });
  });

  it.each(HOSTILE)('is refused by a container: %s', async (_, value) => {
    const refused = [
      () => db.string('k').slice(0, value as never),
      () => db.list('l').slice(0, value as never),
      async () => db.bitField('b').get(value as never, 0),
      () => db.bitField('b').bitPosition(value as never),
      () => db.cache('c').bust({}, value as never),
    ];
    for (const work of refused) {
      const { constructor: type, message } = await errorOf(work);
      expect([TypeError, RangeError]).toContain(type);
      expect(message).toMatch(/must be a number|is not a type|a bit is 0 or 1|is not cached here/);
      expect(message.length).toBeLessThan(MOST);
    }
    expect(await db.redis.exists('k', 'l', 'b')).toBe(0);
  });

  it('does not make a message as long as what is stored', async () => {
    await Item.create({ code: HUGE, size: 2 });
    const { message } = await errorOf(() => Item.change(item.id, { code: HUGE }));
    expect(message.length).toBeLessThan(MOST);
    expect(message).toMatch(/^Item\.code is unique.*or change the holder first\.$/s);
    const { message: unknown } = await errorOf(() => item.increment(Array.from({ length: 10_000 }, () => 1) as never));
    expect(unknown.length).toBeLessThan(MOST);
    await db.list(HUGE).push('x');
    const { message: other } = await errorOf(() => db.session(async (session) => void session.set(HUGE).add('x')));
    expect(other).toMatch(/holds|list/);
    expect(other.length).toBeLessThan(MOST);
  });
});
