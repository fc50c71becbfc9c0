import { Database } from 'redstart';
import { eventually } from '../support/eventually.js';

describe('a database that was closed while a call waited for an element', () => {
  it('takes nothing that comes afterwards', async () => {
    await using db = await Database.embedded();
    const list = db.list('queue');
    const blocked = async () => /cmd=blpop/.test(String(await db.redis.client('LIST')));
    for (let round = 0; round < 10; round++) {
      const other = await Database.connect(db.redis.options as never);
      const pop = expect(other.list('queue').shiftBlocking()).rejects.toMatchObject({ code: 'CONNECTION' });
      await eventually(blocked);
      await other.close();
      await list.push(`element ${round}`);
      await pop;
      expect(await list.shift()).toBe(`element ${round}`);
    }
  });
});
