import { Database } from 'redstart';

it('starts', async () => {
  const t = Date.now();
  const db = await Database.embedded();
  console.log(Date.now() - t, db.capabilities);
  await db.redis.set('a', 'b');
  await db.close();
});
