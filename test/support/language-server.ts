import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
}

const HEADER = /^Content-Length: (\d+)\r\n\r\n/;

/** The compiler as editors use it, over its standard input and output. */
export class LanguageServer {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (result: unknown) => void>();
  private received = Buffer.alloc(0);
  private asked = 0;

  constructor(private readonly root: string) {
    const compiler = path.join(root, 'node_modules/.bin/tsc');
    this.child = spawn(compiler, ['--lsp', '--stdio'], { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdout!.on('data', (chunk: Buffer) => this.receive(chunk));
  }

  /** The lines, from 0, of a file that name what stands at a place of it. */
  async references(file: string, line: number, character: number): Promise<number[]> {
    const uri = pathToFileURL(file).href;
    await this.ask('initialize', { processId: process.pid, rootUri: pathToFileURL(this.root).href, capabilities: {} });
    this.send({ method: 'initialized', params: {} });
    const text = readFileSync(file, 'utf8');
    this.send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'typescript', version: 1, text } },
    });
    const place = { textDocument: { uri }, position: { line, character } };
    const found = await this.ask('textDocument/references', { ...place, context: { includeDeclaration: true } });
    return (found as { uri: string; range: { start: { line: number } } }[])
      .filter((one) => one.uri === uri)
      .map((one) => one.range.start.line);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await ended;
  }

  private ask(method: string, params: object): Promise<unknown> {
    const id = ++this.asked;
    this.send({ id, method, params });
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }

  private send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.child.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    for (let text = this.next(); text !== undefined; text = this.next()) this.take(JSON.parse(text) as Message);
  }

  /** The next whole message, if it is there. */
  private next(): string | undefined {
    const header = HEADER.exec(this.received.toString('latin1'));
    if (!header) return undefined;
    const [start, length] = [header[0].length, Number(header[1])];
    if (this.received.length < start + length) return undefined;
    const text = this.received.toString('utf8', start, start + length);
    this.received = this.received.subarray(start + length);
    return text;
  }

  private take({ id, method, result }: Message): void {
    if (id === undefined) return;
    // it asks back, such as for settings: there are none
    if (method !== undefined) this.send({ id, result: null });
    else this.waiting.get(id)?.(result);
  }
}
