import { Database, UnsupportedError } from 'redstart';
import { readCapabilities } from '../../src/redis/capabilities.js';

const info = (...lines: string[]) => ['# Server', ...lines, ''].join('\r\n');

describe('what a server can do', () => {
  it.each([
    ['Redis 6.2', ['redis_version:6.2.14', 'redis_mode:standalone'], 'redis', '6.2.14', false],
    ['Redis 7', ['redis_version:7.0.15', 'redis_mode:standalone'], 'redis', '7.0.15', true],
    ['Redis 8', ['redis_version:8.0.2', 'redis_mode:standalone'], 'redis', '8.0.2', true, false, true],
    ['Redis 8.2', ['redis_version:8.2.0', 'redis_mode:standalone'], 'redis', '8.2.0', true, true, true],
    ['Redis 8.10', ['redis_version:8.10.1', 'redis_mode:standalone'], 'redis', '8.10.1', true, true, true],
    ['Redis 10', ['redis_version:10.1.0', 'redis_mode:standalone'], 'redis', '10.1.0', true, true, true],
    ['Valkey 8', ['redis_version:7.2.4', 'server_name:valkey', 'valkey_version:8.0.1'], 'valkey', '8.0.1', true],
    [
      'Valkey 9',
      ['redis_version:7.2.4', 'server_name:valkey', 'valkey_version:9.1.2'],
      'valkey',
      '9.1.2',
      true,
      false,
      true,
    ],
    ['KeyDB', ['redis_version:6.3.4', 'executable:/usr/bin/keydb-server'], 'keydb', '6.3.4', false],
  ])('of %s', (_, lines, server, version, modern, acknowledgedDeletion = false, fieldExpiry = false) => {
    expect(readCapabilities(info(...lines))).toEqual({
      server,
      version,
      cluster: false,
      readOnlyScripts: modern,
      functions: modern,
      intersectionSize: modern,
      bitRanges: modern,
      shardedChannels: modern,
      fieldExpiry,
      acknowledgedDeletion,
      evicts: false,
    });
  });

  it('knows a cluster', () => {
    expect(readCapabilities(info('redis_version:7.0.15', 'redis_mode:cluster')).cluster).toBe(true);
  });

  it('knows a cluster of Valkey 8 and later, which name the mode otherwise', () => {
    const lines = ['redis_version:7.2.4', 'server_name:valkey', 'valkey_version:9.1.0', 'server_mode:cluster'];
    expect(readCapabilities(info(...lines)).cluster).toBe(true);
  });

  it.each([
    ['0', 'allkeys-lru', false],
    ['1000000', 'allkeys-lru', true],
    ['1000000', 'volatile-lru', false],
    ['1000000', 'noeviction', false],
  ])('knows whether a server of %s bytes and the policy %s drops entities', (maxmemory, policy, evicts) => {
    const lines = ['redis_version:7.0.15', `maxmemory:${maxmemory}`, `maxmemory_policy:${policy}`];
    expect(readCapabilities(info(...lines)).evicts).toBe(evicts);
  });

  it.each([['6.0.16'], ['5.0.7'], ['2.8.0']])('is too little in Redis %s', (version) => {
    const read = () => readCapabilities(info(`redis_version:${version}`));
    expect(read).toThrow(UnsupportedError);
    expect(read).toThrow(`redis ${version} does not know SMISMEMBER. Use Redis 6.2 or later, or Valkey.`);
  });

  it('is too little where it does not say its version', () => {
    expect(() => readCapabilities('')).toThrow(UnsupportedError);
  });

  it('is told for the server at hand', async () => {
    await using db = await Database.embedded();
    expect(db.capabilities).toMatchObject({ server: expect.any(String), version: expect.stringMatching(/^\d/) });
  });
});
