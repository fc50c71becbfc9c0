// What scripts share: modules named by their path below scripts/lua/lib. What a script needs is computed from the names that it
// and its modules use, so that nothing is listed by hand; a name that leads nowhere, and modules that need each other in a
// circle, are refused. Only a folder that is indexed (`lib.query.nodes[op]`) may lead back: that is recursion over data.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { check, parse } from './contract.js';
import { luaFiles, ROOT, withoutComments } from './source.js';

const REFERENCE = /(?<![.\w])lib((?:\.[a-z_][a-z0-9_]*|\.[A-Z_]+)+)(\s*\[)?/g;
const DEFINED =
  /^\s*function module\.(\w+)|(?<=[\s,])module\.(\w+)(?=\s*(?:=(?!=)|,\s*module\.))|^module\.(\w+)(?=\s*(?:=(?!=)|,))/gm;

interface Reference {
  /** a module's path, or a folder's for an index */
  readonly target: string;
  readonly member: string | undefined;
  readonly indexed: boolean;
}

export interface Module {
  readonly name: string;
  readonly body: string;
  readonly members: ReadonlySet<string>;
}

export type Modules = ReadonlyMap<string, Module>;

/** The module that makes the others. */
const MAKER = 'lib';

function membersOf(body: string): Set<string> {
  return new Set([...withoutComments(body).matchAll(DEFINED)].map((match) => (match[1] ?? match[2] ?? match[3])!));
}

/** Every module below scripts/lua/lib, by its path there. */
export function readModules(): Modules {
  const files = luaFiles().filter((file) => file.startsWith('lib/'));
  const modules = new Map<string, Module>();
  for (const file of files) {
    const contract = parse(file, readFileSync(path.join(ROOT, file), 'utf8'));
    check(file, contract);
    const name = file.slice('lib/'.length, -'.lua'.length);
    modules.set(name, { name, body: contract.body, members: membersOf(contract.body) });
  }
  for (const name of modules.keys()) refuseFolder(name, modules);
  return modules;
}

function refuseFolder(name: string, modules: Modules): void {
  const inside = [...modules.keys()].find((other) => other.startsWith(`${name}/`));
  if (inside)
    throw new Error(`lib/${name}.lua has the name of the folder of lib/${inside}.lua. Give one of them another.`);
}

const inFolder = (folder: string, modules: Modules): string[] =>
  [...modules.keys()].filter((name) => path.posix.dirname(name) === folder);

/** What `lib.a.b.c` means: the module a/b and its member c, the module a/b/c itself, or with an index a folder. */
function resolve(file: string, chain: string, indexed: boolean, modules: Modules): Reference {
  const parts = chain.split('.').filter(Boolean);
  const whole = parts.join('/');
  if (indexed && inFolder(whole, modules).length > 0) return { target: whole, member: undefined, indexed: true };
  if (modules.has(whole)) return { target: whole, member: undefined, indexed: false };
  const target = parts.slice(0, -1).join('/');
  const member = parts.at(-1)!;
  const found = modules.get(target);
  if (!found)
    throw new Error(`${file}: lib${chain} is not a module. Create scripts/lua/lib/${target}.lua, or mend the name.`);
  if (!found.members.has(member)) throw new Error(`${file}: lib/${target}.lua has no "${member}". Mend the name.`);
  return { target, member, indexed: false };
}

const LOCAL_NAMES = /^local ([\w, ]+?) = (lib\.[\w., ]+)$/gm;

/** Refuse what a module is asked for by a local name of its own, as in `local rows = lib.write.rows`, and does not have. */
function refuseUnknownMembers(file: string, body: string, modules: Modules): void {
  const text = withoutComments(body);
  for (const [, names, paths] of text.matchAll(LOCAL_NAMES)) {
    const targets = paths!.split(',').map((each) => each.trim().slice('lib.'.length).replaceAll('.', '/'));
    for (const [i, name] of names!.split(',').entries()) {
      const asked = new RegExp(`(?<![\\w.])${name.trim()}\\.(\\w+)`, 'g');
      const members = modules.get(targets[i]!)?.members;
      const unknown = members && [...text.matchAll(asked)].find(([, member]) => !members.has(member!));
      if (unknown) throw new Error(`${file}: lib/${targets[i]}.lua has no "${unknown[1]}". Mend the name.`);
    }
  }
}

function referencesOf(file: string, body: string, modules: Modules): Reference[] {
  refuseUnknownMembers(file, body, modules);
  return [...withoutComments(body).matchAll(REFERENCE)].map((match) =>
    resolve(file, match[1]!, match[2] !== undefined, modules),
  );
}

/** Every module that a text needs, what a module needs before it. */
function closure(file: string, body: string, modules: Modules): string[] {
  const done = new Set<string>();
  const trail: string[] = [];
  function visit(name: string): void {
    if (done.has(name)) return;
    if (trail.includes(name))
      throw new Error(`${[...trail.slice(trail.indexOf(name)), name].join(' -> ')}: a circle of modules.`);
    trail.push(name);
    const later = needs(`lib/${name}.lua`, modules.get(name)!.body);
    trail.pop();
    done.add(name);
    // recursion over data: what a folder holds may lead back to who indexes it
    const open = trail.splice(0);
    for (const each of later) visit(each);
    trail.push(...open);
  }
  function needs(from: string, text: string): string[] {
    const references = referencesOf(from, text, modules);
    for (const { target, indexed } of references) if (!indexed) visit(target);
    return references.filter(({ indexed }) => indexed).flatMap(({ target }) => inFolder(target, modules));
  }
  for (const each of needs(file, body)) visit(each);
  return [...done];
}

/** The modules that a script needs, in their order: the one that makes the others first, each of them when it is first used. */
export function modulesOf(file: string, body: string, modules: Modules): string[] {
  const names = closure(file, body, modules);
  return names.length === 0 ? [] : [MAKER, ...names];
}

/** A module as Lua (see scripts/lua/lib/lib.lua). */
export function moduleText({ name, body }: Module): string {
  return name === MAKER ? body : `loaders['${name}'] = function(module)\n${body}end\n`;
}
