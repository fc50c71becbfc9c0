// A web server that loads each page once, however many ask for it at the same time, and forgets pages by their tags.
// Run: npx tsx examples/cache.ts
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from 'redstart';

const db = await Database.embedded();
const pages = db.cache<string>('pages', { ttl: 60_000, jitter: 0.1, staleFor: 10_000 });

let renders = 0;
async function render(path: string): Promise<string> {
  await pause(20);
  return `page ${path}, rendered ${++renders}`;
}

const server = createServer(async ({ url = '/' }, response) => {
  response.end(await pages.getOrSet(url, () => render(url), { tags: ['site', `page:${url}`] }));
});
await new Promise<void>((resolve) => server.listen(0, resolve));
const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
const fetchPage = async (path: string) => (await fetch(origin + path, { headers: { connection: 'close' } })).text();

// ten at the same time: one render
const answers = await Promise.all(Array.from({ length: 10 }, () => fetchPage('/home')));
console.log(new Set(answers));
console.log(await fetchPage('/about'));

await pages.invalidateTags('page:/home');
console.log(await fetchPage('/home'), '|', await fetchPage('/about'));
server.close();

// a function whose results are kept
const square = pages.namespace('math').wrap(
  async function square(n: number) {
    renders++;
    return n * n;
  },
  { ttl: null },
);
console.log(await square(7), await square(7), 'bust:', await square.bust(7));

const { hits, misses, loads } = pages.metrics();
console.log('more than one hit for each load:', hits > 0 && misses >= loads, 'loads:', loads);

await db.close();

// Output:
// Set(1) { 'page /home, rendered 1' }
// page /about, rendered 2
// page /home, rendered 3 | page /about, rendered 2
// 49 49 bust: true
// more than one hit for each load: true loads: 4
