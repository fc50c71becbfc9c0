// A web server in front of something slow: each client may ask five times a minute, and a page is made once for all who ask.
// Run: npx tsx examples/http-server.ts
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Database, rateLimitHeaders } from 'redstart';

await using db = await Database.embedded();
// neither stands in the way when the server that keeps them is away
const limit = db.rateLimit('http', { limit: 5, window: 60_000, onError: 'allow' });
const pages = db.cache<string>('pages', { ttl: 30_000, staleIfError: 300_000, onError: 'miss' });

let made = 0;
async function makePage(path: string): Promise<string> {
  await pause(50);
  return `${path}, made ${++made} times`;
}

const server = createServer(async ({ url = '/', method, headers }, response) => {
  const attempt = await limit.attempt(String(headers['x-api-key']));
  response.setHeaders(new Map(Object.entries(rateLimitHeaders(attempt))));
  if (!attempt.allowed) return response.writeHead(429).end('slow down');
  if (method === 'POST') {
    await pages.delete(url);
    return response.writeHead(204).end();
  }
  return response.end(await pages.getOrSet(url, () => makePage(url)));
});
await new Promise<void>((resolve) => server.listen(0, resolve));

const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
async function ask(client: string, path: string, method = 'GET'): Promise<string> {
  const answer = await fetch(origin + path, { method, headers: { 'x-api-key': client, connection: 'close' } });
  return `${client} ${method} ${answer.status} ${await answer.text()}`.trim();
}

// three clients at the same moment: one page
console.log(await Promise.all(['ada', 'grace', 'joan'].map((client) => ask(client, '/news'))));
console.log(await ask('ada', '/news', 'POST')); // the news have changed
for (let i = 0; i < 4; i++) console.log(await ask('ada', '/news'));
console.log(await ask('grace', '/news'));
server.close();

// Output:
// [
//   'ada GET 200 /news, made 1 times',
//   'grace GET 200 /news, made 1 times',
//   'joan GET 200 /news, made 1 times'
// ]
// ada POST 204
// ada GET 200 /news, made 2 times
// ada GET 200 /news, made 2 times
// ada GET 200 /news, made 2 times
// ada GET 429 slow down
// grace GET 200 /news, made 2 times
