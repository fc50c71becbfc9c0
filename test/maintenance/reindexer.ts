// Reindexes users beside a test, and says each step: `reindexer.ts <host> <port> <namespace>`.
import { Database } from 'redstart';
import { After } from './user-versions.js';

const [host, port, namespace] = process.argv.slice(2);
const db = await Database.connect({ host: host!, port: Number(port) }, { namespace: namespace!, models: [After] });
const say = (fact: unknown) => console.log(JSON.stringify(fact));

say('ready');
await After.reindex({ batch: 25, onProgress: ({ done }) => say(done) });
say('built');
await db.close();
