// The graph, the tree and suggestions beside what has to be reached: npm run bench toolkit
import { benchAutocomplete } from './autocomplete.js';
import type { Figure } from './figure.js';
import { benchGraph } from './graph.js';
import { benchTree } from './tree.js';

/** Measure, and print as it goes. */
export async function benchStructures(): Promise<void> {
  for (const bench of [benchGraph, benchTree, benchAutocomplete]) {
    for (const { what, value, target } of await bench()) report({ what, value, target });
  }
}

const report = ({ what, value, target }: Figure): void =>
  console.log(`${what.padEnd(66)} ${value.padStart(8)}${target === '' ? '' : `   target ${target}`}`);
