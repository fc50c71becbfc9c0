import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { compiled } from './compiled.js';

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
    const child = spawn(process.execPath, [compiled(file), ...args], {
      cwd: path.join(__dirname, '../..'),
      env: { ...process.env, ...env },
    });
    return new Program(child);
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
