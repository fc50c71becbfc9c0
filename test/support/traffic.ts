import { setTimeout as pause } from 'node:timers/promises';
import { UniqueError } from 'redstart';
import { Account, account } from '../model/account.js';

/** After so many errors the rest would be more of the same. */
const ENOUGH = 20;

/** Accounts that nobody changes, in a city of their own. */
const HOME = 'where all stay';
const staying = (n: number) => ({ ...account(n, 'stays'), city: HOME });

/** Writers and readers of one model: what was acknowledged, and what was wrong. */
export class Traffic {
  /** what is stored, by id */
  readonly stored = new Map<number, { readonly email: string; readonly score: number }>();
  readonly wrong: unknown[] = [];
  /** how often each of the programs went round */
  readonly rounds: Record<string, number> = {};
  private running = true;
  private names = 0;
  private readonly programs: Promise<void>[] = [];

  private constructor(private readonly stay: readonly number[]) {}

  static async start(size: number): Promise<Traffic> {
    const rows = await Account.insertMany(Array.from({ length: size }, (_, n) => staying(n)));
    const traffic = new Traffic(rows.map(({ id }) => id));
    for (const row of rows) traffic.note(row);
    for (const program of ['create', 'change', 'insert', 'repeat', 'count', 'read'] as const) traffic.run(program);
    return traffic;
  }

  /** Wait until each program has gone round a few times more. */
  async goOn(times = 3): Promise<void> {
    const aims = Object.keys(this.rounds).map((name) => [name, this.rounds[name]! + times] as const);
    const isBehind = () => aims.some(([name, aim]) => this.rounds[name]! < aim);
    while (isBehind() && this.wrong.length < ENOUGH) await pause(5);
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.programs);
  }

  private note({ id, email, score }: Account): void {
    this.stored.set(id, { email, score });
  }

  /** Take note of a new row; its id is nobody else's. */
  private add(row: Account): void {
    this.expect(this.stored.has(row.id), false, `the id ${row.id} is another's`);
    this.note(row);
  }

  private expect(found: unknown, wanted: unknown, what: string): void {
    if (found !== wanted) this.wrong.push(`${what}: ${String(found)}, not ${String(wanted)}`);
  }

  private run(program: 'create' | 'change' | 'insert' | 'repeat' | 'count' | 'read'): void {
    this.rounds[program] = 0;
    const rounds = async () => {
      while (this.running && this.wrong.length < ENOUGH) {
        await this[program]().catch((error: unknown) => this.wrong.push(error));
        this.rounds[program]!++;
      }
    };
    this.programs.push(rounds());
  }

  private next = () => account(this.names++, 'comes');

  private async create(): Promise<void> {
    this.add(await Account.create(this.next()));
  }

  private async change(): Promise<void> {
    const row = await Account.create(this.next());
    this.add(row);
    await row.update({ score: row.score + 1000, city: 'elsewhere', email: `changed${row.id}@example.com` });
    this.note(row);
    const sum = row.score + 5;
    await row.increment({ score: 5 });
    this.expect(row.score, sum, 'increment');
    this.note(row);
    if (row.id % 2 === 0) return;
    await row.delete();
    this.stored.delete(row.id);
  }

  private async insert(): Promise<void> {
    for (const row of await Account.insertMany(Array.from({ length: 5 }, this.next))) this.add(row);
  }

  /** A value that is taken stays so. */
  private async repeat(): Promise<void> {
    const error = await Account.create(staying(7)).catch((reason: unknown) => reason);
    if (!(error instanceof UniqueError)) this.wrong.push(error);
  }

  private async count(): Promise<void> {
    const home = Account.query().where({ city: HOME });
    this.expect(await home.count(), this.stay.length, 'count of an index');
    this.expect(await home.where({ score: { lt: 50 } }).count(), this.stay.length / 2, 'count of two indexes');
    const before = await Account.query()
      .where({ id: { lte: this.stay.at(-1)! } })
      .count();
    this.expect(before, this.stay.length, 'count of ids');
    this.expect((await Account.query().count()) >= this.stay.length, true, 'count of all');
  }

  private async read(): Promise<void> {
    const id = this.stay[this.rounds.read! % this.stay.length]!;
    const { email } = await Account.get(id);
    this.expect(email, this.stored.get(id)!.email, 'get');
    this.expect((await Account.findBy({ email }))?.id, id, 'findBy');
    const many = await Account.findMany(this.stay.slice(0, 20));
    this.expect(many.filter((row) => row).length, 20, 'findMany');
    this.expect((await Account.query().where({ city: HOME }).limit(10).all()).length, 10, 'query');
    this.expect(await Account.find(2 ** 40), undefined, 'find of what is not there');
  }
}
