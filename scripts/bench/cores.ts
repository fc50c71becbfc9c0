// Where server and client run. On one core they wait for each other, which hides what a faster script gains: each gets its own.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Redis } from 'ioredis';

/** Bind all threads of a process to one core; false where there is no taskset. */
const bind = (pid: string | number, core: number): boolean =>
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)]).status === 0;

/** Give the server one core and this program another one, and say in what regime the numbers are measured. */
export async function separate(redis: Redis): Promise<string> {
  if (availableParallelism() < 2) return 'server and client share one core';
  const pid = /^process_id:(\d+)/m.exec(await redis.info('server'))?.[1];
  const isBound = pid !== undefined && bind(pid, 0) && bind(process.pid, 1);
  return isBound ? 'server on core 0, client on core 1' : 'server and client on any core (no taskset)';
}
