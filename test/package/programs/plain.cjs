// JavaScript, CommonJS
const { deepEqual, equal } = require('node:assert/strict');
const { Database, RedstartError, SchemaError } = require('redstart');

async function main() {
  const db = await Database.embedded({ namespace: 'plain' });
  await db.redis.hset('greeting', { text: 'hello' });
  deepEqual(await db.redis.hgetall('greeting'), { text: 'hello' });
  equal(new SchemaError('x') instanceof RedstartError, true);
  await db.close();
  console.log('ok');
}

main();
