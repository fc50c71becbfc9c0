// The utilities beside what has to be reached, all or some: npm run bench toolkit limits locks
import { benchAutocomplete } from './autocomplete.js';
import { benchCaches } from './caches.js';
import type { Figure } from './figure.js';
import { benchGraph } from './graph.js';
import { benchLimits } from './limits.js';
import { benchLocks } from './locks.js';
import { benchTree } from './tree.js';

const BENCHES = {
  locks: benchLocks,
  limits: benchLimits,
  caches: benchCaches,
  graph: benchGraph,
  tree: benchTree,
  autocomplete: benchAutocomplete,
};

/** Measure, and print as it goes. */
export async function benchToolkit(names: readonly string[] = []): Promise<void> {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const { what, value, target } of await bench()) report({ what, value, target });
  }
}

const report = ({ what, value, target }: Figure): void =>
  console.log(`${what.padEnd(66)} ${value.padStart(8)}${target === '' ? '' : `   target ${target}`}`);
