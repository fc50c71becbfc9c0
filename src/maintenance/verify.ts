import { CodecError } from '../errors/container.js';
import { glob, scanKeys } from '../redis/scan-keys.js';
import { isWrongType } from '../redis/wrong-type.js';
import { checkEntries, checkRows, checkSchema } from '../scripts/generated.js';
import { run } from '../scripts/run.js';
import { type KnownModel, readModel } from './known.js';
import { Findings, type FoundProblem, foundIn, type IndexReport } from './report.js';
import { checkSizes } from './sizes.js';
import { knownTarget, type Target } from './target.js';
import { Texts } from './texts.js';

export interface VerifyProgress {
  readonly model: string;
  /** keys that were looked at, and about how many there are */
  readonly done: number;
  readonly total: number;
}

export interface VerifyOptions {
  /** Called now and then. */
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** Entities of one call. */
const ROWS = 50;

/** What a walk does with what it finds, as check_entries.lua reads it: nothing; mend it; words as well that no text has; keys of a wrong type, and nothing else. */
const REPAIRS = { none: 0, entries: 1, words: 2, types: 3 } as const;

/** Whether it says that a row has an id which is none of the model. */
const isNoId = ({ id: name }: KnownModel, [kind, field, of]: FoundProblem, id: string): boolean =>
  kind === 'illegible' && field === name && of === id;

/** One walk over all keys of a model. */
class Walk {
  private readonly keys;
  private readonly args;
  private readonly texts: Texts;
  private rows: string[] = [];
  private done = 0;

  constructor(
    private readonly target: Target,
    private readonly findings: Findings,
    repairs: keyof typeof REPAIRS,
    private readonly options: VerifyOptions,
    private readonly total: number,
  ) {
    this.keys = { prefix: target.here.key, ids: target.here.ids };
    this.args = { model: target.json, repairs: REPAIRS[repairs] };
    this.texts = new Texts(target, findings, repairs !== 'none');
  }

  /** To be called before anything is mended. */
  begin(): Promise<void> {
    return this.texts.forget();
  }

  /** Look at keys: those of entities, those of indexes, or both. */
  async over(what: { readonly rows: boolean; readonly entries: boolean }): Promise<void> {
    const { key: prefix } = this.target.here;
    for await (const key of scanKeys(this.target.connection, `${glob(prefix)}*`)) {
      this.options.signal?.throwIfAborted();
      const [mark, rest] = [key[prefix.length], key.slice(prefix.length + 1)];
      if (mark === ':' && what.rows) await this.row(rest);
      if (mark === '#' && what.entries) await this.entries(rest);
      if (++this.done % 500 === 0) this.tell();
    }
    if (this.rows.length > 0) await this.checkRows();
    this.tell();
  }

  private tell(): void {
    const total = Math.max(this.total, this.done);
    this.options.onProgress?.({ model: this.target.here.model, done: this.done, total });
  }

  private async row(id: string): Promise<void> {
    this.rows.push(id);
    if (this.rows.length === ROWS) await this.checkRows();
  }

  private async checkRows(): Promise<void> {
    const rest = this.rows.splice(0);
    this.findings.entities += rest.length;
    const found = await run(this.target.connection, checkRows, { keys: this.keys, args: this.args, rest });
    const problems = foundIn(found as string);
    for (const problem of problems) this.findings.add(...problem);
    const { computed, here } = this.target;
    const ids = rest.filter((id) => !problems.some((problem) => isNoId(here, problem, id)));
    if (ids.length === 0) return;
    await this.texts.check(ids);
    for (const problem of (await computed?.(ids, here, this.args.repairs > 0)) ?? []) this.findings.add(...problem);
  }

  private async entries(name: string): Promise<void> {
    if (name === 'counts') return;
    let cursor = '0';
    do {
      const input = { keys: this.keys, args: { ...this.args, name, cursor } };
      const [found, next] = (await run(this.target.connection, checkEntries, input)) as [string, string];
      for (const problem of foundIn(found as string)) this.findings.add(...problem);
      cursor = next;
    } while (cursor !== '0');
  }
}

/** The model as the server knows it now: with the indexes of all programs. */
async function current(target: Target): Promise<Target> {
  const { connection, here, computed } = target;
  const isThere = await isHash(target, here.models);
  const json = isThere ? ((await connection.send('hget', [here.models, here.model])) as string | null) : null;
  const isKnown = json !== null && readModel(json, here) !== undefined;
  return isKnown ? { ...knownTarget(connection, json), ...(computed && { computed }) } : target;
}

/** Whether the server knows the model, as far as it knew it before: what cannot be read goes where that is asked. */
async function checkKnowledge({ connection, here, json }: Target, findings: Findings, repairs: boolean) {
  const input = { keys: { prefix: here.key, ids: here.ids }, args: { model: json, repairs: repairs ? 1 : 0 } };
  const problems = foundIn((await run(connection, checkSchema, input)) as string);
  for (const problem of problems) findings.add(...problem);
  return problems.every(([, name]) => name !== 'models');
}

async function estimate({ connection, here }: Target, walks: number): Promise<number> {
  const size = (await connection.send('hget', [here.counts, 'ids'])) as string | null;
  return Number(size ?? 0) * walks;
}

async function isHash({ connection }: Target, key: string): Promise<boolean> {
  const type = await connection.send('type', [key]);
  return type === 'hash' || type === 'none';
}

/** Whether the sizes of a model are readable: without them no key of it is. */
const hasSizes = (target: Target): Promise<boolean> => isHash(target, target.here.counts);

/**
 * Look for entries without entities, entities without entries, words that are not those of their texts, unique values twice, wrong
 * sizes and keys of other types, beside live writers.
 *
 * Redis: SCAN, HMGET of texts, and scripts of a few milliseconds; writes nothing.
 */
export async function verify(target: Target, options: VerifyOptions = {}): Promise<IndexReport> {
  const known = await current(target);
  const findings = new Findings();
  await checkKnowledge(target, findings, false);
  // every script asks for what the server knows
  if (!(await isHash(target, known.here.models))) return findings.report(known.here.model, findings.total);
  if (await hasSizes(known)) {
    // a size that is wrong may be the cause of much else
    await checkSizes(known, findings, { repairs: false, withTexts: true, signal: options.signal });
    const walk = new Walk(known, findings, 'none', options, await estimate(known, 1));
    await walk.over({ rows: true, entries: true });
  } else findings.add('type', 'counts');
  return findings.report(known.here.model, findings.total);
}

/** Take words away that no text has, now that all that have some lead to them. */
async function sweepWords(known: Target, { total }: Findings, { signal }: VerifyOptions): Promise<void> {
  if (total === 0 || !known.here.indexes.some(({ kind }) => kind === 'text')) return;
  const walk = new Walk(known, new Findings(), 'words', { ...(signal && { signal }) }, 0);
  await walk.over({ rows: false, entries: true });
}

/** Take keys away that are of another type than they should be. */
async function clear(known: Target, findings: Findings, { signal }: VerifyOptions): Promise<void> {
  if (!(await hasSizes(known))) {
    findings.add('type', 'counts');
    await known.connection.send('unlink', [known.here.counts]);
  }
  await new Walk(known, findings, 'types', { ...(signal && { signal }) }, 0).over({ rows: false, entries: true });
}

/** Mend once what is found. */
async function mend(known: Target, findings: Findings, options: VerifyOptions): Promise<Findings> {
  const walk = new Walk(known, findings, 'entries', options, await estimate(known, 2));
  await walk.begin();
  // they tell where entries are looked for
  await checkSizes(known, findings, { repairs: true, withTexts: false, signal: options.signal });
  // a value that is held by nobody is free before its owner asks for it
  await walk.over({ rows: false, entries: true });
  await walk.over({ rows: true, entries: false });
  await sweepWords(known, findings, options);
  await checkSizes(known, findings, { repairs: true, withTexts: true, signal: options.signal });
  return findings;
}

/** How often it is looked again: what was damaged may have hidden other damage. */
const ATTEMPTS = 5;

/** The same where keys may be of other types: what mends one key writes to others. */
async function mendAll(known: Target, options: VerifyOptions): Promise<Findings> {
  const findings = new Findings();
  for (let attempt = 1; ; attempt++) {
    try {
      return await mend(known, findings, options);
    } catch (error) {
      if (!isWrongType(error) || attempt === ATTEMPTS) throw error;
      await clear(known, findings, options);
      findings.entities = 0;
    }
  }
}

/**
 * The same, and mend what is wrong: the rows are right, and the indexes follow. Only two entities with one unique value stay.
 *
 * Redis: as verify, with two walks, once more as long as something is found; each step atomic.
 */
export async function repair(target: Target, options: VerifyOptions = {}): Promise<IndexReport> {
  const known = await current(target);
  const before = new Findings();
  const hadSizes = await hasSizes(known);
  const isKnown = await checkKnowledge(target, before, true);
  const first = await mendAll(known, options);
  let last = first;
  for (let attempt = 1; last.total > last.left && attempt < ATTEMPTS; attempt++) last = await mendAll(known, options);
  // beside the sizes stand the names of the models that lead to this one
  if (!hadSizes) await checkKnowledge(target, before, true);
  if (!isKnown) await learn(target);
  return before.and(first).report(known.here.model, last.total);
}

/** Have the server learn what it has forgotten of a model, as far as its rows can be read. */
async function learn({ learn: again }: Target): Promise<void> {
  await again?.().catch((error: unknown) => {
    // the rows that no index can hold are among what was found
    if (!(error instanceof CodecError)) throw error;
  });
}

/** Take out of some indexes what belongs to no entity, or to one that says something else. */
export async function sweep(target: Target, options: VerifyOptions = {}): Promise<void> {
  const known = await current(target);
  const walk = new Walk(known, new Findings(), 'entries', options, await estimate(known, 1));
  await walk.over({ rows: false, entries: true });
}
