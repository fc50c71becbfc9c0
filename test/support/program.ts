import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

/** A program that was compiled into one file. */
export interface Bundle {
  run(args: readonly string[]): Program;
  remove(): void;
}

/** Another program, of TypeScript, that the test runs beside itself. */
export class Program {
  private readonly lines: AsyncIterator<string>;
  private readonly ended: Promise<unknown>;
  errors = '';

  private constructor(private readonly child: ChildProcess) {
    this.lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    this.ended = once(child, 'close');
    child.stderr!.on('data', (data) => {
      this.errors += data;
    });
  }

  /** Run `file` (relative to the test folder) with arguments. */
  static run(file: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Program {
    const test = path.join(__dirname, '..');
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(test, file), ...args], {
      cwd: path.join(test, '..'),
      env: { ...process.env, ...env },
    });
    return new Program(child);
  }

  /**
   * Run `file` in several processes: it is compiled once, with the library, into one file that starts in a fraction of the time.
   * Its models need names. `remove` it when all is done.
   */
  static async bundle(file: string): Promise<Bundle> {
    const root = path.join(__dirname, '../..');
    // beside the packages that it imports
    const outfile = path.join(root, `node_modules/.cache/redstart/${process.pid}-${path.basename(file, '.ts')}.mjs`);
    await build({
      entryPoints: [path.join(root, 'test', file)],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      packages: 'external',
      alias: { redstart: path.join(root, 'src/index.ts') },
      tsconfig: path.join(root, 'tsconfig.json'),
      logLevel: 'error',
    });
    return {
      run: (args) => new Program(spawn(process.execPath, [outfile, ...args], { cwd: root })),
      remove: () => rmSync(outfile),
    };
  }

  /** The next line that it prints, as JSON. */
  async next<T>(): Promise<T> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`The program ended. ${this.errors}`);
    return JSON.parse(value) as T;
  }

  /** Write a line to its standard input. */
  tell(line: string): void {
    this.child.stdin!.write(`${line}\n`);
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }

  /** Wait until it has ended; its exit code, or null after a signal. */
  async end(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }
}
