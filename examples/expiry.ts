// Entities that expire: gone at their time from every answer, with their index entries and unique values.
// Run: npx tsx examples/expiry.ts
import { setTimeout as sleep } from 'node:timers/promises';
import { type Auto, Database, Entity, Field, Index, Model, Unique } from 'redstart';

@Entity('Login', { ttl: 3_600_000 })
class Login extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() token!: string;
  @Index() @Field.text() user!: string;
}

await using db = await Database.embedded({ models: [Login] });
Login.on('afterExpire', ({ user, token }) => console.log(`${user} was logged out of ${token}`));

const first = await Login.create({ token: 'a1', user: 'ada' });
await Login.create({ token: 'b2', user: 'ada' });
console.log(first.expiresAt instanceof Date, await Login.query().where({ user: 'ada' }).count());

await first.expire(20);
await sleep(40);
console.log(await Login.find(first.id), await Login.query().where({ user: 'ada' }).count());

// its token is free, and whoever takes it deletes what it left
const again = await Login.create({ token: 'a1', user: 'eve' });
console.log(again.id, await Login.reap(), (await db.redis.exists(Login.keyOf(first.id))) === 1);

// Output:
// true 2
// undefined 1
// ada was logged out of a1
// 3 0 false
