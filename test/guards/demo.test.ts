import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const WIDTH = 80;

async function demo(...args: string[]): Promise<string> {
  const program = [path.resolve('node_modules/tsx/dist/cli.mjs'), 'examples/demo/main.ts', ...args];
  const env = { ...process.env, FORCE_COLOR: '0', REDIS_URL: '' };
  const { stdout } = await promisify(execFile)(process.execPath, program, { env, maxBuffer: 1e7 });
  return stdout;
}

describe('the demo', () => {
  it('loads all cities, answers every question, and fits a terminal of 80 columns', async () => {
    const printed = await demo();
    expect(printed.split('\n').filter((line) => [...line].length > WIDTH)).toEqual([]);
    expect(printed).toContain('135,233 cities, each with six indexes');
    expect(printed.match(/explain\(\) says/g)).toHaveLength(9);
    expect(printed).toContain('NotIndexedError: City.country has no index that answers "startsWith"');
    expect(printed).toContain('built beside live writers');
    expect(printed).toContain('Your turn');
  }, 400_000);

  it('says what it can do', async () => {
    expect(await demo('--help')).toContain('--dir ./data');
  });
});
