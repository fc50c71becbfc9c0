import { encodePlainJson } from '../../codecs/plain-json.js';
import { messageOf } from '../../util/thrown.js';
import { decodeNames, encodeName, encodePath, endOfPath } from './path.js';

/** What stands for an object; its members are nodes of their own. Arrays are values like numbers and texts. */
export const OBJECT = '{';

type Plain = Record<string, unknown>;

const isObject = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* nodesOf(path: string, value: unknown): Generator<string> {
  yield path;
  if (!isObject(value)) return yield JSON.stringify(value);
  yield OBJECT;
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) yield* nodesOf(`${path}.${encodeName(name)}`, member);
  }
}

function checkNames(value: unknown): void {
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed())
      throw new TypeError(`the name ${JSON.stringify(name)} has a lone surrogate. Choose another.`);
    checkNames(member);
  }
}

/**
 * A value as nodes: a path and what stands there for each, parents first.
 *
 * @throws TypeError that names the path of what JSON cannot hold
 */
export function encodeValue(key: string, path: string, value: unknown): string[] {
  try {
    encodePlainJson(value);
    checkNames(value);
  } catch (error) {
    const reason = messageOf(error);
    throw new TypeError(`${key === '' ? 'The root' : JSON.stringify(key)} cannot be set: ${reason}`, { cause: error });
  }
  return [...nodesOf(path, value)];
}

export const decodeLeaf = (stored: string): unknown => (stored === OBJECT ? {} : (JSON.parse(stored) as unknown));

/** Set a member of an object, whatever its name: assigning to __proto__ does something else. */
function define(object: Plain, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else object[name] = value;
}

function child(object: Plain, name: string): Plain {
  if (!Object.hasOwn(object, name)) define(object, name, {});
  return object[name] as Plain;
}

/** The path of a node's object, as it is kept, and the node's name in it. */
function split(path: string): [above: string, name: string] {
  const dot = path.lastIndexOf('.');
  if (!path.includes('\\')) return [dot < 0 ? '' : `.${path.slice(0, dot)}`, path.slice(dot + 1)];
  const names = decodeNames(path);
  const name = names.pop()!;
  return [encodePath(names), name];
}

/** Join what stands at a path and the members below it into a value. An object's own member stands behind those below it. */
export function decodeValue(path: string, own: string, members: readonly string[]): unknown {
  if (own !== OBJECT) return decodeLeaf(own);
  const root: Plain = {};
  // neighbours mostly have the same object
  let [objectPath, object] = ['', root];
  for (const member of members) {
    const end = endOfPath(member, path.length);
    const inner = member.slice(path.length + 1, end);
    const [above, name] = split(inner);
    if (above !== objectPath) object = decodeNames(inner).slice(0, -1).reduce(child, root);
    objectPath = above;
    const stored = member.slice(end + 1);
    if (stored === OBJECT) child(object, name);
    else define(object, name, JSON.parse(stored));
  }
  return root;
}
