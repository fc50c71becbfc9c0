// A web server that allows each client three requests a minute, and tells it how it stands.
// Run: npx tsx examples/rate-limit.ts
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Database, RateLimitError, rateLimitHeaders } from 'redstart';

const db = await Database.embedded();
const limit = db.rateLimit('api', { limit: 3, window: 60_000 });

const server = createServer(async (request, response) => {
  const attempt = await limit.attempt(String(request.headers['x-client']));
  response.writeHead(attempt.allowed ? 200 : 429, rateLimitHeaders(attempt)).end();
});
await new Promise<void>((resolve) => server.listen(0, resolve));
const url = `http://localhost:${(server.address() as AddressInfo).port}`;

for (const client of ['ada', 'ada', 'ada', 'ada', 'grace']) {
  const { status, headers } = await fetch(url, { headers: { 'x-client': client, connection: 'close' } });
  console.log(client, status, 'remaining:', headers.get('ratelimit-remaining'), 'retry:', headers.has('retry-after'));
}
server.close();

// several limits in one round trip: an attempt counts in all of them, or in none
const mail = db.rateLimits('mail', {
  second: { limit: 2, window: 1_000, algorithm: 'token-bucket' },
  day: { limit: 100, window: 86_400_000, algorithm: 'fixed-window' },
});
for (let i = 0; i < 3; i++) {
  const { allowed, results } = await mail.attempt('ada');
  console.log(allowed ? 'sent' : 'later', 'left today:', results.day?.remaining);
}

// a function of which each call is an attempt
const logins = db.rateLimit('login', { limit: 1, window: 60_000, blockFor: 3_600_000 });
const login = logins.wrap(async (user: string) => `welcome, ${user}`, { key: (user) => user });
console.log(await login('ada'));
await login('ada').catch((error) => {
  if (error instanceof RateLimitError) console.log(error.code, 'for', error.retryAfter / 60_000, 'minutes');
});

await db.close();

// Output:
// ada 200 remaining: 2 retry: false
// ada 200 remaining: 1 retry: false
// ada 200 remaining: 0 retry: false
// ada 429 remaining: 0 retry: true
// grace 200 remaining: 2 retry: false
// sent left today: 99
// sent left today: 98
// later left today: 98
// welcome, ada
// RATE_LIMIT for 60 minutes
