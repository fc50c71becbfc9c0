import { createHash } from 'node:crypto';
import { Database } from 'redstart';
import { type Module, modulesOf, moduleText } from '../../scripts/embed/modules.js';
import { embed } from '../../scripts/embed.js';
import * as generated from '../../src/scripts/generated.js';
import type { Script } from '../../src/scripts/script.js';
import { luaViolations, runsOnHalfOfASlot } from '../support/lua.js';
import { read, repositoryFiles } from '../support/repository.js';

const files = repositoryFiles('scripts/lua').filter((file) => file.endsWith('.lua'));
const scripts = Object.values(generated as unknown as Record<string, Script>).filter((value) => 'sha1' in value);

describe('Lua scripts', () => {
  it('have headers that agree with their bodies, a prologue, and no error()', () => {
    expect(files.flatMap((file) => luaViolations(file, read(file)))).toEqual([]);
  });

  it('are embedded as they stand', () => {
    expect(read('src/scripts/generated.ts')).toBe(embed());
  });

  it('never run on half of a slot that moves', () => {
    const header = (name: string) => read(files.find((file) => file.endsWith(`/${name}.lua`))!).split('\n]]\n')[0]!;
    const bad = scripts.filter((script) => runsOnHalfOfASlot(header(script.name), script));
    expect(bad.map(({ name }) => name)).toEqual([]);
  });

  it('compile on the server, under the digest that they are called by', async () => {
    await using db = await Database.embedded();
    expect(scripts).toHaveLength(files.filter((file) => !file.includes('/lib/')).length);
    for (const { name, source, sha1 } of scripts) {
      expect(`${name} ${createHash('sha1').update(source).digest('hex')}`).toBe(`${name} ${sha1}`);
      expect(await db.redis.script('LOAD', source)).toBe(sha1);
    }
  });
});

describe('the guard of scripts', () => {
  const header = '--[[\nfree_lock: free a lock.\n\nKEYS[1] lock  the lock\nARGV[1] token  who asks\n]]\n';
  const open = header.replace(']]', 'ARGV[2..] others  who waits\n]]');
  const prologue = 'local lock = KEYS[1]\nlocal token =\n  ARGV[1]\n';
  const violations = (source: string) => luaViolations('lib/free_lock.lua', source).map((v) => v.split(': ').pop());

  it.each([
    ['a file without a header', prologue, 'starts with no "--[[ name'],
    ['a header of another name', header.replace('free_lock', 'free'), 'the header says "free"'],
    [
      'an argument that is never read',
      `${header}local lock = KEYS[1]\n`,
      'ARGV[1] (token) is documented but never read',
    ],
    ['a key without a name', `${header}${prologue}local other = KEYS[2]\n`, 'KEYS[2] is read but not documented'],
    ['an index after the prologue', `${header}${prologue}return redis.call('DEL', KEYS[1])\n`, 'KEYS[1] appears after'],
    [
      'a command in the prologue',
      `${header}${prologue}local x = redis.call('GET', KEYS[1])\n`,
      'KEYS[1] appears after',
    ],
    ['a computed index', `${header}${prologue}for i = 1, 2 do lock = ARGV[i] end\n`, 'ARGV[i] is computed'],
    ['a raised error', `${header}${prologue}error('no')\n`, 'error() instead of redis.error_reply'],
    ['a name that nobody declared', `${header}${prologue}return lokc\n`, 'lokc is declared nowhere'],
    [
      'a long function',
      `${header}${prologue}local function run()\n${'  lock = token\n'.repeat(29)}end\n`,
      'has 31 lines',
    ],
    ['a long file', `${header}${prologue}${'lock = token\n'.repeat(60)}`, 'has 69 lines'],
  ])('sees %s', (_, source, violation) => {
    expect(luaViolations('lib/free_lock.lua', source)).toEqual([expect.stringContaining(violation)]);
  });

  it.each([
    ["redis.call('GET', base .. ':all')", true],
    ["redis.call('GET', models[1].key .. '#ids')", true],
    ["redis.call('GET', state .. arguments[i])", true],
    ["redis.call('SET', base, #text .. ':' .. text)", false],
    ["redis.call('SET', base, other) -- base .. ':all'", false],
  ])('sees whether %s needs a key that never exists', (source, needs) => {
    const header = 'KEYS[1] base   what all keys begin with; never exists\nKEYS[2] other';
    expect(runsOnHalfOfASlot('KEYS[1] base\nKEYS[2] other', { keys: ['base', 'other'], source })).toBe(needs);
    expect(runsOnHalfOfASlot(header, { keys: ['base'], source })).toBe(needs);
    expect(runsOnHalfOfASlot(header, { keys: ['base', 'other'], source })).toBe(false);
  });

  it('passes a loop over the rest, and an error reply', () => {
    const body = "-- error('x') in a comment, as KEYS[1]\nfor i = 2, #ARGV do lock = ARGV[i] end\n";
    expect(violations(`${open}${prologue}${body}return redis.error_reply('NO []')\n`)).toEqual([]);
  });
});

describe('modules of scripts', () => {
  const made = (bodies: Record<string, string>) =>
    new Map(
      Object.entries({ lib: 'local lib\n', ...bodies }).map(([name, body]): [string, Module] => [
        name,
        { name, body, members: new Set(['run']) },
      ]),
    );
  const needed = (body: string, bodies: Record<string, string>) => modulesOf('x.lua', body, made(bodies));

  it('come with what they need, each once, and nothing else', () => {
    const bodies = { 'a/b': 'lib.a.c.run()\n', 'a/c': 'return 1\n', 'a/d': 'return 2\n' };
    expect(needed('lib.a.b.run() lib.a.c.run()', bodies)).toEqual(['lib', 'a/c', 'a/b']);
    expect(moduleText(made(bodies).get('a/c')!)).toBe("loaders['a/c'] = function(module)\nreturn 1\nend\n");
  });

  it('come all together where a folder is indexed, which may lead back', () => {
    const bodies = { node: 'lib.nodes[op].run()\n', 'nodes/and': 'lib.node.run()\n', 'nodes/or': 'lib.node.run()\n' };
    expect(needed('lib.node.run()', bodies)).toContain('nodes/or');
  });

  it.each([
    ['a module that is not there', 'lib.a.run()', {}, 'is not a module'],
    ['a function that a module lacks', 'lib.a.walk()', { a: '' }, 'has no "walk"'],
    [
      'one that it lacks under another name',
      'local run, a = 1, lib.b\nlocal b = lib.a\nb.walk()',
      { a: '', b: '' },
      'has no "walk"',
    ],
    ['a circle', 'lib.a.run()', { a: 'lib.b.run()', b: 'lib.a.run()' }, 'a -> b -> a'],
  ])('refuse %s', (_, body, bodies, message) => {
    expect(() => needed(body, bodies)).toThrow(message);
  });
});
