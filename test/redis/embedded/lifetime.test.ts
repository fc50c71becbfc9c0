import { existsSync } from 'node:fs';
import { eventually } from '../../support/eventually.js';
import { isAlive } from '../../support/processes.js';
import { Program } from '../../support/program.js';

interface Place {
  pid: number;
  socket: string;
}

const start = async (ending: string): Promise<[Program, Place]> => {
  const program = Program.run('redis/embedded/program.ts', [ending]);
  return [program, await program.next<Place>()];
};

const hasGone = async ({ pid, socket }: Place) => {
  expect(await eventually(() => !isAlive(pid))).toBe(true);
  expect(await eventually(() => !existsSync(socket.replace(/\/socket$/, '')))).toBe(true);
};

describe('the embedded server ends with its program', () => {
  it.each([
    ['process.exit', 'exit', 0],
    ['an exception that nobody catches', 'throw', 1],
    ['a rejection that nobody handles', 'reject', 1],
    ['nothing left to do', 'natural', 0],
    ['close', 'close', 0],
  ])('by %s', async (_, ending, code) => {
    const [program, place] = await start(ending);
    expect(await program.end()).toBe(code);
    await hasGone(place);
  });

  it.each(['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s', async (signal) => {
    const [program, place] = await start('wait');
    expect(isAlive(place.pid)).toBe(true);
    await program.kill(signal);
    await hasGone(place);
  });
});
