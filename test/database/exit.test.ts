import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { compiled } from '../support/compiled.js';
import { ServerProcess } from '../support/server-process.js';

const run = async (file: string, ...args: string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [compiled(file), ...args], {
    timeout: 100_000,
  });
  return stdout;
};

describe('a program', () => {
  it('ends by itself when the database is closed, whatever waits', async () => {
    const lines = (await run('support/blocked-process.ts')).trim().split('\n');
    expect(lines).toContain('other commands go on');
    expect(lines).toContain('listen ended');
    expect(lines).toContain('monitor ended');
    // both reads and follow reject; listen, monitor and the worker end
    expect(lines.at(-1)).toBe('rejected rejected fulfilled fulfilled rejected fulfilled');
  });

  it('is not held by connections that are kept for the next call', async () => {
    const server = await ServerProcess.start();
    expect(await run('support/idle-process.ts', String(server.address.port))).toBe('done\n');
    await server.kill();
  });
});
