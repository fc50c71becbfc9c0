// Runs the tests against servers of other releases of Debian, and prints a table.
// npm run test:servers                      the whole suite against each
// npm run test:servers -- --only valkey     those with this in their name
// npm run test:servers -- --short           what differs between servers, against the one that differs most; part of .ci/run
import { execFile } from 'node:child_process';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { FURTHEST, fetchRelease, RELEASES, type Release } from './debian.js';

/** Scripts and functions, rights, what a server cannot do or refuses, clusters, and what newer commands answer. */
const SHORT = [
  'test/scripts',
  'test/redis/(capabilities|cluster|errors)',
  'test/cluster/slice',
  'test/regressions/full-server',
  'test/containers/(expiring-fields|protocols|hash|geo)',
  'test/streams/(stream|reading|consumer-group)\\.',
  'test/model/write',
];
const JEST = path.resolve('node_modules/jest/bin/jest.js');

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string' } },
});

interface Outcome {
  readonly server: string;
  readonly passed: number;
  readonly failed: number;
  /** the files that failed, or why it was not run */
  readonly remarks: readonly string[];
}

async function version(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, ['--version']);
  return `${path.basename(program).replace('-server', '')} ${/v=([\d.]+)/.exec(stdout)?.[1] ?? stdout.trim()}`;
}

const count = (output: string, what: string): number =>
  Number(new RegExp(`^Tests: .*?(\\d+) ${what}`, 'm').exec(output)?.[1] ?? 0);

async function testAgainst(program: string): Promise<Outcome> {
  const env = { ...process.env, REDIS_SERVER_BIN: program };
  const args = [JEST, '--silent', ...(values.short ? SHORT : [])];
  const { stderr } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 1e9 }).catch(
    (error: { stderr?: string }) => ({ stderr: error.stderr ?? String(error) }),
  );
  const files = [...stderr.matchAll(/^FAIL (\S+)/gm)].map(([, file]) => file!);
  const server = await version(program);
  return { server, passed: count(stderr, 'passed'), failed: count(stderr, 'failed'), remarks: [...new Set(files)] };
}

async function outcomeOf(release: Release): Promise<Outcome | undefined> {
  const program = await fetchRelease(release).catch((error: Error & { readonly stderr?: string }) => {
    // what apt says, where it is apt that fails
    const why = /^E: (.*)/m.exec(error.stderr ?? '')?.[1] ?? error.message.split('\n')[0];
    console.log(`skipped  ${release.name}: it cannot be had here (${why})`);
    return undefined;
  });
  return program === undefined ? undefined : testAgainst(program);
}

function chosen(): readonly Release[] {
  const { only, short } = values;
  if (only !== undefined) return RELEASES.filter(({ name }) => name.includes(only));
  return short ? [FURTHEST] : RELEASES;
}

async function main(): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const release of chosen()) {
    const outcome = await outcomeOf(release);
    if (!outcome) continue;
    outcomes.push(outcome);
    const { server, passed, failed, remarks } = outcome;
    console.log(`${server.padEnd(16)} ${passed} passed, ${failed} failed ${remarks.join(' ')}`.trimEnd());
  }
  if (outcomes.some(({ passed, failed }) => failed > 0 || passed === 0)) process.exitCode = 1;
}

await main();
