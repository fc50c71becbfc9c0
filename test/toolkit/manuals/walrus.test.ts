// Sections 1.6 to 1.8 and 1.11.2 (Index, Graph, RateLimit, Lock) of walrus's manual: each example in our form, with its answer.
import { Database, type Graph, LockError, RateLimitError, type Triple } from 'redstart';
import { collect } from '../../support/collect.js';

let db: Database;
beforeAll(async () => {
  db = await Database.embedded();
});
beforeEach(() => db.redis.flushall());
afterAll(() => db.close());

describe("the manual's search index", () => {
  const index = () => db.searchIndex('app-search');
  beforeEach(async () => {
    await index().add('doc-1', 'this is the content of document 1');
    await index().add('doc-2', 'another document', { title: 'Another', status: '1' });
  });
  const idsOf = async (query: string) => (await index().search(query)).hits.map(({ id }) => id).sort();

  it('keeps documents with what is told of them', async () => {
    expect(await index().get('doc-1')).toEqual({
      id: 'doc-1',
      document: 'this is the content of document 1',
      metadata: {},
    });
    expect(await index().get('doc-2')).toEqual({
      id: 'doc-2',
      document: 'another document',
      metadata: { title: 'Another', status: '1' },
    });
    expect(await idsOf('document')).toEqual(['doc-1', 'doc-2']);
    expect(await idsOf('content')).toEqual(['doc-1']);
  });

  it('updates with what was told before, and replaces without', async () => {
    await index().update('doc-1', 'this is the new content', { title: 'Doc 1' });
    await index().update('doc-2', 'another document', { title: 'Another doc' });
    expect(await index().get('doc-1')).toMatchObject({
      document: 'this is the new content',
      metadata: { title: 'Doc 1' },
    });
    expect((await index().get('doc-2'))?.metadata).toEqual({ title: 'Another doc', status: '1' });
    expect(await idsOf('document')).toEqual(['doc-2']);
    await index().replace('doc-2', 'another document', { title: 'Another doc' });
    expect((await index().get('doc-2'))?.metadata).toEqual({ title: 'Another doc' });
  });

  it('removes a document from searches, with its data or without', async () => {
    expect(await index().delete('doc-1')).toBe(true);
    expect(await index().get('doc-1')).toBeUndefined();
    expect(await index().delete('doc-2', { keepDocument: true })).toBe(true);
    expect((await index().get('doc-2'))?.document).toBe('another document');
    expect(await idsOf('document')).toEqual([]);
  });

  it.each([
    ['python AND flask', false],
    ['flasck AND pythonn', true],
  ])('finds by %s', async (query, metaphone) => {
    const index = db.searchIndex('phonetic-search', { metaphone });
    await index.add('both', 'Flask is a framework for Python', { title: 'Web' });
    await index.add('one', 'Python has a long tail', { title: 'Snake' });
    const { hits } = await index.search(query);
    expect(hits.map(({ metadata, document }) => [metadata.title, document])).toEqual([
      ['Web', 'Flask is a framework for Python'],
    ]);
  });

  it('joins with AND, OR and parentheses', async () => {
    await index().add('doc-3', 'another walrus');
    expect(await idsOf('another AND (document OR walrus)')).toEqual(['doc-2', 'doc-3']);
    expect(await idsOf('(another AND document) OR content')).toEqual(['doc-1', 'doc-2']);
  });
});

describe("the manual's graph", () => {
  const friends: Triple[] = [
    ['charlie', 'friends', 'zaizee'],
    ['charlie', 'friends', 'nuggie'],
  ];
  const homes: Triple[] = [
    ['huey', 'lives', 'Kansas'],
    ['zaizee', 'lives', 'Missouri'],
    ['nuggie', 'lives', 'Kansas'],
    ['mickey', 'lives', 'Kansas'],
  ];
  let graph: Graph;
  beforeEach(async () => {
    graph = db.graph('people');
    expect(await graph.store('charlie', 'friends', 'huey')).toBe(true);
    expect(await graph.storeMany(friends)).toBe(2);
    expect(await graph.storeMany(homes)).toBe(4);
  });

  it("knows which of charlie's friends live in Kansas", async () => {
    const { X } = graph.v;
    const found = graph.searchSets([
      { subject: 'charlie', predicate: 'friends', object: X },
      { subject: X, predicate: 'lives', object: 'Kansas' },
    ]);
    expect(await found).toEqual({ X: new Set(['huey', 'nuggie']) });
  });

  it("lists charlie's friends, and who lives in Kansas", async () => {
    const objects = (await collect(graph.query({ subject: 'charlie', predicate: 'friends' }))).map(
      ({ object }) => object,
    );
    expect(new Set(objects)).toEqual(new Set(['huey', 'zaizee', 'nuggie']));
    const subjects = (await collect(graph.query({ predicate: 'lives', object: 'Kansas' }))).map(
      ({ subject }) => subject,
    );
    expect(new Set(subjects)).toEqual(new Set(['huey', 'nuggie', 'mickey']));
  });

  it('forgets a triple', async () => {
    expect(await graph.delete('charlie', 'friends', 'huey')).toBe(true);
    const found = graph.searchSets([
      ['charlie', 'friends', graph.v.X],
      [graph.v.X, 'lives', 'Kansas'],
    ]);
    expect(await found).toEqual({ X: new Set(['nuggie']) });
  });
});

describe("the manual's rate limit", () => {
  it('allows two events, and tells those of one key from those of another', async () => {
    const limit = db.rateLimit('mylimit', { limit: 2, window: 60_000 });
    const limited = async (key: string) => !(await limit.attempt(key)).allowed;
    // the manual shows True for the second call; two events are what it says that it allows
    expect([await limited('user-1'), await limited('user-1')]).toEqual([false, false]);
    expect(await limited('user-1')).toBe(true);
    expect(await limited('user-2')).toBe(false);
  });

  it('refuses a third event within the window, and keeps no note of it', async () => {
    // two events every ten seconds, at 0, 5 and 7 s; here a fifth of it
    const limit = db.rateLimit('events', { limit: 2, window: 2000 });
    const address = '192.168.1.2';
    // at once: one after the other they might take longer than the window
    const attempts = [1, 2, 3].map(() => limit.attempt(address));
    const noted = db.redis.zcard(`ratelimit:{events:${address}}:log`);
    const [first, second, refused] = await Promise.all(attempts);
    expect([first!.allowed, second!.allowed]).toEqual([true, true]);
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    expect(refused!.retryAfter).toBeLessThanOrEqual(2000);
    expect(await noted).toBe(2);
    expect((await limit.wait(address)).allowed).toBe(true);
  });

  it('guards a function of which each call is an event of whoever calls', async () => {
    const limit = db.rateLimit('login-limiter', { limit: 3, window: 60_000 });
    const login = limit.wrap((request: { remoteAddress: string }) => `welcome, ${request.remoteAddress}`, {
      key: ({ remoteAddress }) => remoteAddress,
    });
    for (let i = 0; i < 3; i++) expect(await login({ remoteAddress: '::1' })).toBe('welcome, ::1');
    await expect(login({ remoteAddress: '::1' })).rejects.toThrow(RateLimitError);
    expect(await login({ remoteAddress: '::2' })).toBe('welcome, ::2');
  });

  it('allows everything when it is told so', async () => {
    const limit = db.rateLimit('off', { limit: 1, window: 60_000, enabled: false });
    for (let i = 0; i < 3; i++) expect((await limit.attempt('a')).allowed).toBe(true);
  });
});

describe("the manual's lock", () => {
  it('is held in a block, and while a function runs', async () => {
    const lock = db.lock('my-lock');
    {
      await using handle = await lock.acquire();
      expect(handle.token).not.toBe('');
      expect(await lock.peek()).toBeDefined();
      expect(await lock.tryAcquire()).toBeUndefined();
    }
    expect(await lock.peek()).toBeUndefined();
    const anotherFunction = lock.wrap(async () => (await lock.peek()) !== undefined);
    expect(await anotherFunction()).toBe(true);
    expect(await lock.peek()).toBeUndefined();
  });

  it('does not wait when it is told so, and can be cleared', async () => {
    const lock = db.lock('my-lock', { owner: 'worker-1' });
    const handle = await lock.acquire();
    await expect(lock.acquire({ timeout: 0 })).rejects.toThrow(LockError);
    expect((await lock.peek())?.owner).toBe('worker-1');
    expect(await lock.clear()).toBe(true);
    const next = await lock.acquire({ timeout: 0 });
    expect([await handle.release(), await next.release()]).toEqual([false, true]);
  });

  it('is free after its ttl, for those who wait as well', async () => {
    const lock = db.lock('my-lock', { ttl: 60 });
    const dead = await lock.acquire();
    const next = await db.lock('my-lock').acquire();
    expect(next.fence).toBeGreaterThan(dead.fence);
    expect(await next.release()).toBe(true);
    // the warning of the manual: the list of events stays for ever
    expect(await db.redis.keys('lock*')).toEqual(['lock:{my-lock}:fence']);
  });
});
