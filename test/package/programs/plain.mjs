// JavaScript, ES modules
import { deepEqual, equal } from 'node:assert/strict';
import { Database, RedstartError, SchemaError } from 'redstart';

const db = await Database.embedded({ namespace: 'plain' });
await db.redis.hset('greeting', { text: 'hello' });
deepEqual(await db.redis.hgetall('greeting'), { text: 'hello' });
equal(new SchemaError('x') instanceof RedstartError, true);
await db.close();
console.log('ok');
