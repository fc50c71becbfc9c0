import path from 'node:path';

const HEADER = /^--\[\[\n(?<name>\w+): (?<contract>[\s\S]*?)\n\]\]\n/;

/** What the header of a Lua file states, and what follows it. */
export interface Contract {
  readonly name: string;
  readonly keys: readonly string[];
  readonly args: readonly string[];
  /** the name of the arguments that follow the numbered ones, `ARGV[n..] name` in the header */
  readonly rest: string | undefined;
  /** the header says `Read-only.`: the script may run on a replica */
  readonly readOnly: boolean;
  /** the header says `Frees memory.`: the script may run on a server that is full */
  readonly freesMemory: boolean;
  readonly body: string;
}

/** Read the contract a script states in its header: its name, and the names of its KEYS and ARGV in order. */
export function parse(file: string, source: string): Contract {
  const header = HEADER.exec(source);
  if (!header?.groups) throw new Error(`${file}: starts with no "--[[ name: summary ]]" header`);
  const { name, contract } = header.groups as { name: string; contract: string };
  const names = (kind: string) =>
    [...contract.matchAll(new RegExp(`^${kind}\\[\\d+\\] (\\w+)`, 'gm'))].map((m) => m[1]!);
  const rest = /^ARGV\[\d+\.\.\] (\w+)/m.exec(contract)?.[1];
  const readOnly = /^Read-only\./m.test(contract);
  const freesMemory = /^Frees memory\./m.test(contract);
  return {
    name,
    keys: names('KEYS'),
    args: names('ARGV'),
    rest,
    readOnly,
    freesMemory,
    body: source.slice(header[0].length),
  };
}

/** Fail when the header and the body disagree about the name, or about how many KEYS or ARGV there are. */
export function check(file: string, { name, keys, args, rest, body }: Contract): void {
  if (name !== path.basename(file, '.lua')) throw new Error(`${file}: the header says "${name}"`);
  for (const [kind, names, open] of [
    ['KEYS', keys, undefined],
    ['ARGV', args, rest],
  ] as const) {
    const used = new Set([...body.matchAll(new RegExp(`${kind}\\[(\\d+)\\]`, 'g'))].map((m) => Number(m[1])));
    names.forEach((n, i) => {
      if (!used.has(i + 1)) throw new Error(`${file}: ${kind}[${i + 1}] (${n}) is documented but never read`);
    });
    for (const i of used) {
      if (i > names.length && !open) throw new Error(`${file}: ${kind}[${i}] is read but not documented`);
    }
  }
}
