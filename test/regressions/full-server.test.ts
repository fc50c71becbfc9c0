import { type Auto, Database, Entity, Field, Index, Model, Unique } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.integer() age!: number;
}

describe('a server whose memory is full', () => {
  it.each([
    ['the function is there', true],
    ['no function was loaded before', false],
  ])('takes deletes, as they make room: %s', async (_, isLoaded) => {
    await using db = await Database.embedded({ models: [User] });
    const users = await User.insertMany(Array.from({ length: 700 }, (_, i) => ({ email: `e${i}`, age: i })));
    if (isLoaded) await users.pop()!.delete();
    await db.redis.config('SET', 'maxmemory', '1000000');
    await expect(User.create({ email: 'new', age: 1 })).rejects.toThrow('OOM');
    for (const user of users.splice(0, 200)) await user.delete();
    await db.redis.config('SET', 'maxmemory', '0');
    expect(await User.query().count()).toBe(users.length);
    await expectConsistent(db, User);
  });
});
