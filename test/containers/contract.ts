import { type Container, Database, WrongTypeError } from 'redstart';

/** What the contract needs to know of a kind of container. */
export interface ContainerCase {
  /** the type of its key, as the server names it */
  readonly type: string;
  open(db: Database, key: string): Container;
  /** the same, holding Buffers; absent where values are not bytes */
  openBytes?(db: Database, key: string): Container;
  /** put `count` different values in */
  fill(container: Container, count: number): Promise<unknown>;
  /** how many there are, by the call for it */
  size(container: Container): Promise<number>;
  /** how many there are, by iteration; absent where there is none */
  iterate?(container: Container): AsyncIterable<unknown>;
  /** put one value in and read it back */
  roundTrip?(container: Container, value: string | Buffer): Promise<unknown>;
  /** a read and a write, which a key of another type refuses */
  calls: readonly ((container: Container) => Promise<unknown>)[];
  /** calls that wait while the key is missing */
  blocking?: readonly ((
    container: Container,
    options: { timeout?: number; signal?: AbortSignal },
  ) => Promise<unknown>)[];
}

const AWKWARD = ['', ' ', '\0', 'a\r\nb', 'ä€😀', '__proto__', '-1', 'null'];
const BYTES = [Buffer.alloc(0), Buffer.from([0]), Buffer.from([0xff, 0xfe, 0x80, 0x0d, 0x0a, 0x00, 0xc3])];

async function countOf(iterable: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of iterable) count++;
  return count;
}

/** The promises that every container keeps. */
export function describeContainer(name: string, kind: ContainerCase): void {
  describe(`${name} as a container`, () => {
    let db: Database;
    const open = (key = 'contract') => kind.open(db, key);
    beforeAll(async () => {
      // ten thousand calls at once take their time
      db = await Database.embedded({ timeout: 100_000 });
    });
    beforeEach(() => db.redis.flushall());
    afterAll(async () => {
      await db.redis.flushall();
      await db.close();
    });

    it('knows whether it is there, and clears', async () => {
      const container = open();
      expect(await container.exists()).toBe(false);
      expect(await container.clear()).toBe(false);
      await kind.fill(container, 3);
      expect(await container.exists()).toBe(true);
      expect(await db.redis.type('contract')).toBe(kind.type);
      expect(await container.clear()).toBe(true);
      expect(await db.redis.dbsize()).toBe(0);
    });

    it('expires, and stops expiring', async () => {
      const container = open();
      expect(await container.ttl()).toBeUndefined();
      expect(await container.expire(1000)).toBe(false);
      await kind.fill(container, 3);
      expect(await container.ttl()).toBeUndefined();
      expect(await container.expire(60_000)).toBe(true);
      expect(await container.ttl()).toBeGreaterThan(50_000);
      expect(await container.expire(null)).toBe(true);
      expect(await container.ttl()).toBeUndefined();
      expect(await container.expire(null)).toBe(false);
      for (const bad of [-1, 1.5, Number.NaN, Infinity])
        await expect(container.expire(bad)).rejects.toThrow(RangeError);
      expect(await container.expire(1)).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await container.exists()).toBe(false);
    });

    it('expires at a point in time, and under conditions', async () => {
      const container = open();
      const later = (ms: number) => new Date(Date.now() + ms);
      expect(await container.expireAt(later(60_000))).toBe(false);
      await kind.fill(container, 3);
      expect(await container.expire(60_000, { only: 'existing' })).toBe(false);
      expect(await container.expireAt(later(60_000), { only: 'new' })).toBe(true);
      expect(await container.ttl()).toBeGreaterThan(50_000);
      expect(await container.expire(90_000, { only: 'new' })).toBe(false);
      expect(await container.expire(90_000, { when: 'less' })).toBe(false);
      expect(await container.expire(90_000, { when: 'greater' })).toBe(true);
      await expect(container.expire(1, { only: 'new', when: 'less' })).rejects.toThrow(TypeError);
      await expect(container.expire(1, { only: 'old' as never })).rejects.toThrow(TypeError);
      for (const bad of [new Date(Number.NaN), 5, undefined])
        await expect(container.expireAt(bad as never)).rejects.toThrow(TypeError);
      expect(await container.expireAt(new Date(0))).toBe(true);
      expect(await container.exists()).toBe(false);
    });

    it('is copied and renamed, and overwrites only when it is told to', async () => {
      const [container, other] = [open(), open('other')];
      expect(await container.copy(other)).toBe(false);
      expect(await container.rename('other')).toBe(false);
      expect(await container.rename('other', { replace: true })).toBe(false);
      await kind.fill(container, 20);
      await container.expire(60_000);
      expect(await container.copy(other)).toBe(true);
      expect(await kind.size(other)).toBe(await kind.size(container));
      expect(await other.ttl()).toBeGreaterThan(50_000);
      expect(await container.copy('other')).toBe(false);
      expect(await container.copy('other', { replace: true })).toBe(true);
      expect(await container.rename(other)).toBe(false);
      expect(await container.rename(other, { replace: true })).toBe(true);
      expect(await container.exists()).toBe(false);
      expect(await other.rename('contract')).toBe(true);
      await expect(other.copy(5 as never)).rejects.toThrow(TypeError);
      const onto = '"other" cannot be copied onto itself. Give another key.';
      await expect(other.copy(other)).rejects.toThrow(new TypeError(onto));
      await expect(other.copy('other', { replace: true })).rejects.toThrow(new TypeError(onto));
    });

    it('is dumped and restored', async () => {
      const container = open();
      expect(await container.dump()).toBeUndefined();
      await kind.fill(container, 20);
      const dump = (await container.dump())!;
      expect(dump).toBeInstanceOf(Buffer);
      const copy = open('copy');
      await copy.restore(dump);
      expect(await kind.size(copy)).toBe(await kind.size(container));
      expect(await copy.ttl()).toBeUndefined();
      await expect(copy.restore(dump)).rejects.toThrow(/BUSYKEY/);
      await copy.restore(dump, { replace: true, ttl: 60_000 });
      expect(await copy.ttl()).toBeGreaterThan(50_000);
      await expect(copy.restore('text' as never)).rejects.toThrow(TypeError);
    });

    it('is empty without a key', async () => {
      expect(await kind.size(open())).toBe(0);
      if (kind.iterate) expect(await countOf(kind.iterate(open()))).toBe(0);
    });

    it('holds ten thousand', async () => {
      await kind.fill(open(), 10_000);
      const size = await kind.size(open());
      expect(Math.abs(size - 10_000)).toBeLessThanOrEqual(kind.iterate ? 0 : 300);
      if (kind.iterate) expect(await countOf(kind.iterate(open()))).toBe(10_000);
    });

    it('gives back awkward text', async () => {
      for (const value of kind.roundTrip ? AWKWARD : []) {
        expect(await kind.roundTrip!(open(), value)).toEqual(value);
        await open().clear();
      }
    });

    it('gives back any bytes', async () => {
      for (const value of kind.openBytes && kind.roundTrip ? BYTES : []) {
        const container = kind.openBytes!(db, 'bytes');
        expect(await kind.roundTrip!(container, value)).toEqual(value);
        await container.clear();
      }
    });

    it('names the key and the types when the key has another type', async () => {
      const other = kind.type === 'string' ? 'list' : 'string';
      await (other === 'list' ? db.redis.rpush('contract', 'x') : db.redis.set('contract', 'x'));
      const facts = { code: 'WRONG_TYPE', key: 'contract', found: other, expected: kind.type };
      for (const call of kind.calls) {
        const error = await call(open()).then(
          () => undefined,
          (e: unknown) => e,
        );
        expect(error).toBeInstanceOf(WrongTypeError);
        expect(error).toMatchObject(facts);
      }
    });

    it('ends calls that block at once when they are aborted', async () => {
      for (const call of kind.blocking ?? []) {
        const control = new AbortController();
        const waiting = call(open(), { timeout: Number.POSITIVE_INFINITY, signal: control.signal });
        setTimeout(() => control.abort(new Error('enough')), 30);
        await expect(waiting).rejects.toThrow('enough');
        await expect(call(open(), { signal: control.signal })).rejects.toThrow('enough');
        expect(await open().exists()).toBe(false);
      }
    });

    it('ends calls that block after their timeout', async () => {
      for (const call of kind.blocking ?? []) {
        expect(await call(open(), { timeout: 20 })).toBeUndefined();
        expect(await call(open(), { timeout: 0 })).toBeUndefined();
        for (const bad of [-1, 0.5, Number.NaN, Number.NEGATIVE_INFINITY]) {
          await expect(call(open(), { timeout: bad })).rejects.toThrow(RangeError);
        }
      }
    });

    it('refuses a key that is not text', () => {
      for (const key of [5, null, '\ud800']) expect(() => open(key as never)).toThrow(TypeError);
    });
  });
}
