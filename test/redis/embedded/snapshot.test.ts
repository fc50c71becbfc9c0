import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type Auto, Database, EmbeddedServerError, Entity, Field, Index, Model } from 'redstart';
import { eventually } from '../../support/eventually.js';
import { temporaryFolder } from '../../support/temporary.js';

const top = temporaryFolder();
const place = (name: string) => path.join(top, name);
const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

function folder(name: string): string {
  mkdirSync(place(name));
  return place(name);
}

@Entity('Star')
class Star extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
}

const fixture = place('fixture.rdb');

beforeAll(async () => {
  await using db = await Database.embedded({ models: [Star], namespace: 'sky', databases: { other: 3 } });
  await Star.insertMany(['Vega', 'Deneb', 'Altair'].map((name) => ({ name })));
  await db.named('other').redis.set('key', 'value');
  await db.snapshot(fixture);
});

describe('a snapshot', () => {
  it('is what an embedded database begins with: entities, indexes, named databases', async () => {
    await using db = await Database.embedded({
      from: fixture,
      models: [Star],
      namespace: 'sky',
      databases: { other: 3 },
    });
    expect((await Star.query().where({ name: 'Deneb' }).one())?.id).toBe(2);
    expect((await Star.create({ name: 'Mizar' })).id).toBe(4);
    expect(await db.named('other').redis.get('key')).toBe('value');
    expect((await Star.verify()).problems).toEqual([]);
  });

  it('is never changed by the databases that begin with it, however many', async () => {
    chmodSync(fixture, 0o444);
    const before = digest(fixture);
    const all = await Promise.all([1, 2, 3].map(() => Database.embedded({ from: fixture })));
    await Promise.all(all.map((db) => db.redis.flushall()));
    for (const db of all) {
      await db.redis.set('a', 'b');
      await db.redis.save();
      await db.close();
    }
    expect(digest(fixture)).toBe(before);
    chmodSync(fixture, 0o644);
  });

  it('is where a folder begins that holds no data, and only there', async () => {
    const dir = folder('begun');
    const options = { dir, from: fixture, models: [Star], namespace: 'sky' };
    await using first = await Database.embedded(options);
    await using joined = await Database.embedded({ dir, from: fixture });
    expect(await Star.query().count()).toBe(3);
    await Star.create({ name: 'Mizar' });
    await joined.close();
    await first.close();
    await using again = await Database.embedded(options);
    expect(await Star.query().count()).toBe(4);
    expect(await again.redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
  });

  it('is where a folder begins that was opened before and given nothing', async () => {
    const dir = folder('unused');
    for (let i = 0; i < 2; i++) await (await Database.embedded({ dir })).close();
    await using db = await Database.embedded({ dir, from: fixture, models: [Star], namespace: 'sky' });
    expect(await Star.query().count()).toBe(3);
    await db.redis.flushall();
    await db.close();
    await using emptied = await Database.embedded({ dir, from: fixture });
    expect(await emptied.redis.dbsize()).toBe(0);
  });

  it('takes one key for data, wherever it is kept', async () => {
    for (const rewrite of [false, true]) {
      const dir = folder(`one-key-${rewrite}`);
      const before = await Database.embedded({ dir });
      await before.redis.set('k', 1);
      if (rewrite) {
        await before.redis.bgrewriteaof();
        await eventually(async () => /aof_rewrite_in_progress:0/.test(await before.redis.info('persistence')));
      }
      await before.close();
      await using db = await Database.embedded({ dir, from: fixture });
      expect(await db.redis.keys('*')).toEqual(['k']);
    }
  });

  it('removes what killed programs left beside its file, and nothing else', async () => {
    const parts = folder('parts');
    const at = (name: string, pid: number, old = true) => {
      const part = path.join(parts, `${name}.${pid}.${randomUUID()}.part`);
      writeFileSync(part, 'REDIS');
      if (old) utimesSync(part, 0, 0);
      return path.basename(part);
    };
    const dead = Number(execFileSync('/bin/sh', ['-c', 'echo $$']));
    at('a.rdb', dead);
    const kept = [at('a.rdb', process.pid), at('a.rdb', dead, false), at('b.rdb', dead), at('a.rdb.c', dead)];
    await using db = await Database.embedded();
    await db.snapshot(path.join(parts, 'a.rdb'));
    expect(readdirSync(parts).sort()).toEqual(['a.rdb', ...kept].sort());
  });

  it('has all that was written before the call, beside other calls that write one', async () => {
    const dir = folder('written');
    await using db = await Database.embedded({ dir });
    await using other = await Database.embedded({ dir });
    await db.redis.set('n', 0);
    const files = [0, 1, 2, 3].map((n) => place(`several-${n}.rdb`));
    await Promise.all(
      files.map(async (file, n) => {
        const n0 = await db.redis.incr('n');
        await [db, other][n % 2]!.snapshot(file);
        await using read = await Database.embedded({ from: file });
        expect(Number(await read.redis.get('n'))).toBeGreaterThanOrEqual(n0);
      }),
    );
    expect(readdirSync(dir).sort()).toEqual(['appendonlydir', 'redstart.lock']);
  });

  it('replaces a file that exists, and leaves no part of one behind', async () => {
    const inside = folder('replaced');
    const file = path.join(inside, 'x.rdb');
    writeFileSync(file, 'old');
    await using db = await Database.embedded({ from: fixture });
    await db.snapshot(path.relative('.', file));
    expect(readFileSync(file, 'latin1')).toMatch(/^(REDIS|VALKEY)/);
    expect(readdirSync(inside)).toEqual(['x.rdb']);
  });

  it('follows a link, keeps who may read the file, and replaces no pipe or device', async () => {
    await using db = await Database.embedded();
    writeFileSync(place('private.rdb'), '', { mode: 0o600 });
    symlinkSync(place('private.rdb'), place('latest.rdb'));
    await db.snapshot(place('latest.rdb'));
    expect(lstatSync(place('latest.rdb')).isSymbolicLink()).toBe(true);
    expect(lstatSync(place('private.rdb')).mode & 0o777).toBe(0o600);
    expect(readFileSync(place('private.rdb')).length).toBeGreaterThan(50);
    execFileSync('mkfifo', [place('pipe')]);
    await expect(db.snapshot(place('pipe'))).rejects.toThrow(/pipe" cannot be written: it is not an ordinary file/);
    expect(lstatSync(place('pipe')).isFIFO()).toBe(true);
    await expect(Database.embedded({ from: place('pipe') })).rejects.toThrow(/it is not an ordinary file/);
  });

  it('has a path that can be written to, and changes nothing otherwise', async () => {
    await using db = await Database.embedded();
    const refused = async (file: string, reason: RegExp) => {
      const error = await db.snapshot(file).catch((e) => e);
      expect(error).toBeInstanceOf(EmbeddedServerError);
      expect(error.message).toMatch(reason);
      expect(error.message).toMatch(/Give db\.snapshot\(\) a file in a folder/);
    };
    await refused('', /the path is empty/);
    await refused('a\0b', /NUL/);
    await refused(place('nowhere/x.rdb'), /no such file or folder/);
    await refused(path.join(fixture, 'x.rdb'), /inside a file/);
    await refused(undefined as unknown as string, /undefined/);
    const inside = folder('folder.rdb');
    await refused(inside, /it is a folder/);
    expect(readdirSync(top).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is of an embedded database; others are refused with the way out', async () => {
    await using db = await Database.embedded({ databases: { other: 1 } });
    await using guest = await Database.connect(db.address!);
    for (const refused of [guest, db.named('other')]) {
      const error = await refused.snapshot(place('guest.rdb')).catch((e) => e);
      expect(error).toBeInstanceOf(EmbeddedServerError);
      expect(error.message).toMatch(/is not embedded.*Call snapshot\(\) on what Database\.embedded\(\) gave/);
    }
    expect(readdirSync(top)).not.toContain('guest.rdb');
  });
});

describe('a file that is not a snapshot', () => {
  const refused = async (from: string, reason: RegExp, more = {}) => {
    const error = await Database.embedded({ from, ...more }).catch((e) => e);
    expect(error).toBeInstanceOf(EmbeddedServerError);
    expect(error.message).toMatch(reason);
    return error as EmbeddedServerError;
  };

  it('is refused before anything starts', async () => {
    await refused('', /the path is empty/);
    await refused(place('missing.rdb'), /no such file or folder.*Give Database\.embedded\(\) a from/);
    await refused(top, /it is a folder/);
    await refused('a\0b', /NUL/);
    await refused(7 as unknown as string, /a path is text/);
    writeFileSync(place('text.rdb'), 'hello, world');
    await refused(place('text.rdb'), /does not begin as an RDB file does/);
    const dir = place('untouched');
    await refused(place('text.rdb'), /RDB/, { dir });
    expect(readdirSync(top)).not.toContain('untouched');
  });

  it('is told with what the server says when it is damaged, and leaves a folder as it was', async () => {
    const bytes = readFileSync(fixture);
    writeFileSync(place('cut.rdb'), bytes.subarray(0, bytes.length / 2));
    const changed = Buffer.from(bytes);
    changed[bytes.length - 30]! ^= 0xff;
    writeFileSync(place('changed.rdb'), changed);
    for (const from of [place('cut.rdb'), place('changed.rdb')]) {
      await refused(from, /cannot read the snapshot.*Write it anew with db\.snapshot\(\)/s);
      const dir = folder(`${path.basename(from)}-dir`);
      await refused(from, /cannot read the snapshot/, { dir });
      expect(readdirSync(dir)).toEqual(['redstart.lock']);
      await using whole = await Database.embedded({ dir, from: fixture });
      expect(await whole.redis.dbsize()).toBeGreaterThan(0);
    }
  });
});
