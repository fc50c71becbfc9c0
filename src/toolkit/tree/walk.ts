import type { Connection } from '../../redis/connection/connection.js';
import { listChildren, readTree } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { decodeNames, endOfPath } from './path.js';
import { decodeLeaf, OBJECT } from './value.js';

interface TreeKeys {
  readonly nodes: string;
  readonly expiries: string;
}

/** How many members one step of an iteration reads. */
const STEP = 500;

/** The names of the nodes right below a path. */
export async function* childrenOf(connection: Connection, keys: TreeKeys, path: string): AsyncGenerator<string, void> {
  for (let cursor = '', more = true; more; more = cursor !== '') {
    const args = { path, cursor, budget: STEP };
    const [next, ...names] = (await run(connection, listChildren, { keys: { ...keys }, args })) as string[];
    for (const name of names) yield decodeNames(name)[0]!;
    cursor = next!;
  }
}

async function* membersOf(connection: Connection, keys: TreeKeys, path: string): AsyncGenerator<string> {
  for (let after = '', more = true; more; ) {
    const reply = await run(connection, readTree, { keys: { ...keys }, args: { path, after, most: STEP } });
    const [, members = []] = (reply ?? []) as [string?, string[]?];
    yield* members;
    more = members.length === STEP;
    after = members.at(-1) ?? '';
  }
}

/** The values below a path, with the names that lead to them. */
export async function* descendantsOf(
  connection: Connection,
  keys: TreeKeys,
  path: string,
): AsyncGenerator<[path: string[], value: unknown], void> {
  // an object stands behind what is below it
  const filled = new Set<string>();
  for await (const member of membersOf(connection, keys, path)) {
    const end = endOfPath(member, path.length);
    const names = decodeNames(member.slice(path.length + 1, end));
    filled.add(JSON.stringify(names.slice(0, -1)));
    const stored = member.slice(end + 1);
    if (stored !== OBJECT || !filled.delete(JSON.stringify(names))) yield [names, decodeLeaf(stored)];
  }
}
