import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedServerError } from '../../errors/server.js';
import type { ServerBinary } from './locate.js';

/** The exit code that says: another server holds the lock. */
const LOCKED = 75;
/** The exit code that says: the server cannot read the snapshot that it was to begin with. */
const UNREADABLE = 76;

/** How a snapshot without keys ends before its checksum, in hex: the last of its facts, `aof-base` 1, and the end. */
const NO_KEYS = '616f662d62617365c001ff';

// A shell stands between the program and the server. The program's end, however it comes, is an end of file on the
// shell's stdin; then the shell ends the server, waits for it, and removes its runtime folder. The lock is one of the
// kernel's, on a descriptor that the server inherits: it is free as soon as shell and server are gone, and never stale.
// A snapshot is copied under the lock, where there are no data yet: no log, or one as a server leaves it that was given
// nothing. A folder whose server cannot read the snapshot is left as it was.
// Signals are ignored only once the server has been started, for it would inherit that and could not be ended.
const SCRIPT = `
signal=$1 runtime=$2 lock=$3 from=$4 to=$5; shift 5
log="\${to%/*}/appendonlydir" begun=
finish() { rm -rf "$runtime"; exit "$1"; }
unused() {
  [ ! -s "$to" ] || return 1
  for part in "$log"/*; do
    case $part in
      *.incr.aof) [ ! -s "$part" ] || return 1 ;;
      *.base.rdb) [ "$(tail -c 19 "$part" | od -An -tx1 -N11 | tr -d ' ')" = ${NO_KEYS} ] || return 1 ;;
      *.manifest|*/"*") ;;
      *) return 1 ;;
    esac
  done
}
if [ -n "$lock" ]; then
  exec 9<>"$lock"
  if command -v flock >/dev/null; then flock -n 9
  else perl -MFcntl=:flock -e 'open my $f, "+<&=9"; exit !flock($f, LOCK_EX | LOCK_NB)'
  fi
  case $? in
    0) printf %s "$runtime" >"$lock" ;;
    1) finish ${LOCKED} ;;
    *) echo "The folder cannot be locked; that takes the program flock or perl"; finish 1 ;;
  esac
fi
if [ -n "$from" ] && unused; then
  rm -rf "$log"
  (umask 077; cat "$from" >"$to.part") && mv "$to.part" "$to" || { rm -f "$to.part"; finish 1; }
  begun=yes
fi
exec 3<&0 </dev/null
"$@" 3<&- & server=$!
trap "" HUP INT TERM
{ read -r _ <&3; kill -"$signal" $server; } & reader=$!
exec 3<&-
wait $server; code=$?
kill -KILL $reader 2>/dev/null
set -- "$log"/*.incr.aof
if [ -n "$begun" ] && [ $code = 1 ] && [ ! -e "$1" ]; then
  rm -rf "$log"
  if cmp -s "$from" "$to"; then rm -f "$to"; fi
  code=${UNREADABLE}
fi
finish $code
`;

/** A socket path has at most 104 bytes with its end, 103 on macOS; a folder of ours in it takes 20. */
const LONGEST_TEMPORARY_FOLDER = 80;

interface WatchdogOptions {
  /** what ends the server: KILL where there is nothing to keep */
  readonly signal: 'TERM' | 'KILL';
  /** a folder of the server's own, removed after its end */
  readonly runtime: string;
  /** a file that at most one server holds; the runtime folder's path is written into it */
  readonly lock?: string;
  /** a snapshot, and the file that it is copied to where the server has no data yet */
  readonly seed?: { readonly from: string; readonly to: string };
}

/**
 * A folder in the temporary one that only this user may enter.
 *
 * @throws EmbeddedServerError where there is no temporary folder that can be written to
 */
export function makeRuntimeFolder(): string {
  const wanted = tmpdir();
  const folder = wanted.length > LONGEST_TEMPORARY_FOLDER ? '/tmp' : wanted;
  try {
    return mkdtempSync(path.join(folder, 'redstart-'));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new EmbeddedServerError(
      `The temporary folder ${JSON.stringify(folder)} cannot hold the embedded server's socket (${code}). Set TMPDIR to a folder that exists and can be written to.`,
      { cause },
    );
  }
}

/** A server process that ends when this program does, however that ends. */
export class Watchdog {
  private readonly ended: Promise<void>;

  private constructor(
    private readonly shell: ChildProcess,
    private readonly log: number,
    readonly runtime: string,
  ) {
    this.ended = new Promise((resolve) => {
      shell.once('exit', () => resolve());
      shell.once('error', () => resolve());
    });
  }

  /** Start a server with the command line `args`. */
  static start({ file, env }: ServerBinary, args: readonly string[], options: WatchdogOptions): Watchdog {
    const logFile = path.join(options.runtime, 'log');
    const log = openSync(logFile, 'w+', 0o600);
    // read through the descriptor alone, so that no file grows in the temporary folder
    rmSync(logFile);
    const { signal, runtime, lock = '', seed = { from: '', to: '' } } = options;
    const command = ['-c', SCRIPT, 'sh', signal, runtime, lock, seed.from, seed.to, file, ...args];
    const shell = spawn('/bin/sh', command, {
      stdio: ['pipe', log, log],
      detached: true,
      env: { ...process.env, ...env },
    });
    shell.unref();
    // a pipe in Node; Bun gives a stream that keeps no program running and has no unref
    const stdin = shell.stdin as unknown as { unref?(): void; on(event: 'error', ignore: () => void): void };
    stdin.unref?.();
    stdin.on('error', () => {});
    return new Watchdog(shell, log, options.runtime);
  }

  get running(): boolean {
    return this.shell.pid !== undefined && this.shell.exitCode === null && this.shell.signalCode === null;
  }

  /** Whether it ended because another server holds the lock. */
  get locked(): boolean {
    return this.shell.exitCode === LOCKED;
  }

  /** Whether it ended because the snapshot that it was to begin with cannot be read. */
  get unreadable(): boolean {
    return this.shell.exitCode === UNREADABLE;
  }

  /** The last lines that the server wrote. */
  logTail(bytes = 600): string {
    const buffer = Buffer.alloc(64 * 1024);
    return buffer
      .toString('utf8', 0, readSync(this.log, buffer, 0, buffer.length, 0))
      .slice(-bytes)
      .trim();
  }

  /** End the server and wait until it has ended and its runtime folder is gone. */
  async stop(): Promise<void> {
    if (this.running) {
      this.shell.ref();
      this.shell.stdin?.end();
      await this.ended;
    }
    this.shell.stdin?.destroy();
    closeSync(this.log);
    // the shell did this, unless it was killed or could not be started
    await rm(this.runtime, { recursive: true, force: true });
  }
}
