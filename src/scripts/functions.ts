import type { Cluster, Redis } from 'ioredis';
import type { Capabilities } from '../redis/capabilities.js';
import type { Connection } from '../redis/connection/connection.js';
import { failure } from '../redis/connection/failure.js';
import { serverName } from '../redis/server-name.js';
import { says } from '../util/thrown.js';
import type { Script } from './script.js';

// As a script, the whole text runs in every call: making its functions takes several times as long as a small query itself.
// As a function of the server (Redis 7.0) the definitions run once. Their name carries the digest of the text, so that
// several versions of this library can use one server.

type Library = Pick<Script, 'name' | 'sha1' | 'source' | 'readOnly' | 'freesMemory' | 'library'>;

/** Servers that know functions and do not let us load any. */
const refused = new WeakSet<Capabilities>();
const loading = new WeakMap<Capabilities, Map<string, Promise<boolean>>>();

const names = new WeakMap<Library, string>();

export function functionName(library: Library): string {
  const known = names.get(library);
  if (known !== undefined) return known;
  const made = `redstart_${library.name}_${library.sha1.slice(0, 12)}`;
  names.set(library, made);
  return made;
}

export const isNoFunction = (error: unknown): boolean => says(error, /Function not found/);

// a user without the right to functions, or a replica, which takes none: scripts by digest do the same, and take a little longer
const REFUSAL = /^NOPERM|^READONLY|unknown command|registering functions|compiling function/i;

const isRefusal = (error: unknown): boolean => says(error, REFUSAL);

// a server that is full or may not write for now takes no function either; what only reads runs as a script meanwhile
const PASSING = /^(?:OOM|MISCONF|NOREPLICAS)/;

const passes = (error: unknown): boolean => says(error, PASSING);

/** Whether an answer to FCALL says that there are no functions for us. A script's own errors do not count. */
export function refusesFunctions({ capabilities }: Connection, error: unknown): boolean {
  const refuses = says(error, /^NOPERM.*'fcall|unknown command/i);
  if (refuses) refused.add(capabilities);
  return refuses;
}

/** Whether the server may be asked for functions. */
export const takesFunctions = ({ capabilities }: Connection): boolean =>
  capabilities.functions && !refused.has(capabilities);

function flagsOf({ readOnly, freesMemory }: Library): string {
  if (readOnly) return "{ 'no-writes' }";
  return freesMemory ? "{ 'allow-oom' }" : '{}';
}

/** The text as FUNCTION LOAD takes it. The first call makes the definitions: Lua's own functions are not there before. */
function functionText(script: Library): string {
  const name = functionName(script);
  const definitions = script.source.slice(0, script.library);
  const body = script.source.slice(script.library);
  return `#!lua name=${name}
local KEYS, ARGV, main
local function define()
${definitions}
main = function()
${body}
end
end
redis.register_function({ function_name = '${name}', flags = ${flagsOf(script)}, callback = function(keys, argv)
KEYS, ARGV = keys, argv
if not main then define() end
return main()
end })`;
}

const isCluster = (redis: Redis | Cluster): redis is Cluster => 'nodes' in redis;

async function load({ redis, capabilities }: Connection, script: Library): Promise<boolean> {
  const masters = isCluster(redis) ? redis.nodes('master') : [redis];
  try {
    await Promise.all(masters.map((node) => node.call('FUNCTION', 'LOAD', 'REPLACE', functionText(script))));
    return true;
  } catch (error) {
    if (passes(error)) return false;
    // the call itself was not done: it comes when the function is there
    if (!isRefusal(error)) throw failure(error, serverName(redis), false);
    refused.add(capabilities);
    return false;
  }
}

/** Load a function into every master, once for all calls that miss it now; false where the server refuses. */
export function loadFunction(connection: Connection, script: Library): Promise<boolean> {
  const pending = loading.get(connection.capabilities) ?? new Map<string, Promise<boolean>>();
  loading.set(connection.capabilities, pending);
  const known = pending.get(script.sha1);
  if (known) return known;
  const started = load(connection, script).finally(() => pending.delete(script.sha1));
  pending.set(script.sha1, started);
  return started;
}
