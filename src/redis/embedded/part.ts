import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** How long, in ms, nothing was written to a file that its writer has left; the number of a process says little in another container. */
const QUIET = 60_000;

/** A name beside `file` for what is being written, which says by whom. */
export const partOf = (file: string): string => `${file}.${process.pid}.${randomUUID()}.part`;

const PID = /^\.(\d+)\.[0-9a-f-]{36}\.part$/;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function isLeft(part: string, pid: number): Promise<boolean> {
  if (isAlive(pid)) return false;
  const found = await stat(part).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > QUIET;
}

/** Remove what processes have left beside `file` that were killed while they wrote it. */
export async function sweepParts(file: string): Promise<void> {
  const [folder, name] = [path.dirname(file), path.basename(file)];
  // a folder that may be written to but not read has to be swept by somebody else
  for (const other of await readdir(folder).catch(() => [])) {
    const pid = other.startsWith(name) ? PID.exec(other.slice(name.length))?.[1] : undefined;
    const part = path.join(folder, other);
    if (pid !== undefined && (await isLeft(part, Number(pid)))) await rm(part, { force: true });
  }
}
