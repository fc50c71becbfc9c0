import type { Connection } from '../redis/connection/connection.js';
import { glob, scanKeys } from '../redis/scan-keys.js';
import { isNameOf, listOfLeaf, namesOf } from './index-keys.js';
import { identityOf } from './known.js';
import type { Target } from './target.js';
import type { VerifyOptions } from './verify.js';

/** What a part of a model takes on the server. */
export interface ModelSize {
  /** `entities`, `ids`, an index as `ordered age`, `containers`, or `other` */
  readonly name: string;
  readonly keys: number;
  /** as MEMORY USAGE says; of entities reckoned from a thousand of them */
  readonly bytes: number;
}

/** Keys of one round trip, and entities that are measured. */
const BATCH = 200;
const SAMPLE = 1000;

/** The part that a key belongs to, by what follows the model's prefix and `#`. */
function partOf(name: string, parts: readonly (readonly [part: string, names: readonly string[]])[]): string {
  const list = listOfLeaf(name);
  if (list === 'ids') return 'ids';
  if (name.startsWith('own:')) return 'containers';
  return parts.find(([, names]) => isNameOf(names, list))?.[0] ?? 'other';
}

class Sizes {
  private readonly sizes = new Map<string, { keys: number; bytes: number }>();
  private sampled = { keys: 0, bytes: 0 };
  private batch: { readonly part: string; readonly key: string }[] = [];

  constructor(private readonly connection: Connection) {}

  /** A key of a part; of entities the first ones are measured, and the rest is reckoned. */
  async add(part: string, key: string): Promise<void> {
    const size = this.sizes.get(part) ?? { keys: 0, bytes: 0 };
    this.sizes.set(part, size);
    size.keys++;
    if (part === 'entities' && size.keys > SAMPLE) return;
    this.batch.push({ part, key });
    if (this.batch.length >= BATCH) await this.measure();
  }

  async measure(): Promise<void> {
    const batch = this.batch.splice(0);
    const found = await Promise.all(batch.map(({ key }) => this.connection.send('memory', ['usage', key])));
    for (const [i, { part }] of batch.entries()) {
      const bytes = Number(found[i] ?? 0);
      this.sizes.get(part)!.bytes += bytes;
      if (part === 'entities') this.sampled = { keys: this.sampled.keys + 1, bytes: this.sampled.bytes + bytes };
    }
  }

  report(): ModelSize[] {
    return [...this.sizes].map(([name, { keys, bytes }]) => {
      const isReckoned = name === 'entities' && this.sampled.keys < keys;
      return { name, keys, bytes: isReckoned ? Math.round((this.sampled.bytes / this.sampled.keys) * keys) : bytes };
    });
  }
}

/** What the entities and each index of a model take. Redis: SCAN, and MEMORY USAGE of every key of an index. */
export async function measureModel(
  { connection, here }: Target,
  { onProgress, signal }: VerifyOptions = {},
): Promise<ModelSize[]> {
  const parts = here.indexes.map((index) => [identityOf(index), namesOf(here, index)] as const);
  const sizes = new Sizes(connection);
  let done = 0;
  for await (const key of scanKeys(connection, `${glob(here.key)}*`)) {
    signal?.throwIfAborted();
    const [mark, name] = [key[here.key.length], key.slice(here.key.length + 1)];
    if (mark === ':') await sizes.add('entities', key);
    if (mark === '#') await sizes.add(partOf(name, parts), key);
    if (++done % 1000 === 0) onProgress?.({ model: here.model, done, total: done });
  }
  await sizes.measure();
  return sizes.report().toSorted((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}
