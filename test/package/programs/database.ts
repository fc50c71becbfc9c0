// A database with no models; in CommonJS there is no await at the top, so that all the programs have a main.
import { deepEqual, equal } from 'node:assert/strict';
import { Database, type DatabaseOptions, RedstartError, SchemaError } from 'redstart';

async function main(): Promise<void> {
  const options: DatabaseOptions = { namespace: 'typed' };
  const db = await Database.embedded(options);
  await db.redis.hset('greeting', { text: 'hello' });
  deepEqual(await db.redis.hgetall('greeting'), { text: 'hello' });
  equal(new SchemaError('x') instanceof RedstartError, true);
  await db.close();
  console.log('ok');
}

main();
