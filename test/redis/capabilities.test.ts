import { Database, UnsupportedError } from 'redstart';
import { readCapabilities } from '../../src/redis/capabilities.js';

const info = (...lines: string[]) => ['# Server', ...lines, ''].join('\r\n');

describe('what a server can do', () => {
  it.each([
    ['Redis 6.2', ['redis_version:6.2.14', 'redis_mode:standalone'], 'redis', '6.2.14', false],
    ['Redis 7', ['redis_version:7.0.15', 'redis_mode:standalone'], 'redis', '7.0.15', true],
    ['Redis 8', ['redis_version:8.0.2', 'redis_mode:standalone'], 'redis', '8.0.2', true],
    ['Redis 10', ['redis_version:10.1.0', 'redis_mode:standalone'], 'redis', '10.1.0', true],
    ['Valkey 8', ['redis_version:7.2.4', 'server_name:valkey', 'valkey_version:8.0.1'], 'valkey', '8.0.1', true],
    ['KeyDB', ['redis_version:6.3.4', 'executable:/usr/bin/keydb-server'], 'keydb', '6.3.4', false],
  ])('of %s', (_, lines, server, version, modern) => {
    expect(readCapabilities(info(...lines))).toEqual({
      server,
      version,
      cluster: false,
      readOnlyScripts: modern,
      functions: modern,
      intersectionSize: modern,
      bitRanges: modern,
    });
  });

  it('knows a cluster', () => {
    expect(readCapabilities(info('redis_version:7.0.15', 'redis_mode:cluster')).cluster).toBe(true);
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
