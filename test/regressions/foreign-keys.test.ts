import { type Auto, Database, Entity, Field, Index, Model, ScriptError, Unique } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.text({ optional: true }) city?: string;
  @Index({ ordered: true }) @Field.text() name!: string;
}

const user = (i: number, city = 'Oslo') => ({ email: `e${i}`, age: i, city, name: `n${i}` });

describe('a key of another type where an index belongs', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [User] });
  });
  afterEach(() => db.close());

  it.each(['#by:age', '#lex:name', '#eq:city:Oslo', '#ids', '#uq:email/0', '#counts'])(
    'refuses a create whole: %s',
    async (key) => {
      await db.redis.set(`{app}:User${key}`, 'x');
      await expect(User.create(user(1))).rejects.toThrow(ScriptError);
      expect(await db.redis.keys('*')).toEqual([`{app}:User${key}`]);
      await db.redis.del(`{app}:User${key}`);
      expect((await User.create(user(1))).id).toBe(1);
      await expectConsistent(db, User);
    },
  );

  it('refuses a whole batch, an update and a delete', async () => {
    const [first] = await User.insertMany(Array.from({ length: 5 }, (_, i) => user(i)));
    await db.redis.set('{app}:User#eq:city:Rome', 'x');
    const many = Array.from({ length: 80 }, (_, i) => user(100 + i, i === 40 ? 'Rome' : 'Oslo'));
    await expect(User.insertMany(many, { batch: 80 })).rejects.toThrow(ScriptError);
    await expect(first!.update({ city: 'Rome', age: 99 })).rejects.toThrow(ScriptError);
    await db.redis.hset('{app}:User:2', 'city', 'Rome');
    await expect((await User.get(2)).delete()).rejects.toThrow(ScriptError);
    await db.redis.hset('{app}:User:2', 'city', 'Oslo');
    await db.redis.del('{app}:User#eq:city:Rome');
    expect(await User.query().count()).toBe(5);
    await expectConsistent(db, User);
  });
});
