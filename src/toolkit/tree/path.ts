// A path as it is kept: a dot and a name for each step. Names are escaped, so that a path is a prefix of another one's only where
// its node stands above it.
import { text } from '../../codecs/text.js';

/** Where a node stands: names with dots between them, or an array of names, which may hold dots. */
export type TreePath = string | readonly string[];

const SPECIAL = /[.=\\]/g;

export const encodeName = (name: string): string => name.replace(SPECIAL, '\\$&');

/** The names that an encoded path is made of, without what stands before `from`. */
export function decodeNames(path: string): string[] {
  if (!path.includes('\\')) return path.split('.');
  const names = [''];
  for (let i = 0; i < path.length; i++) {
    if (path[i] === '.') names.push('');
    else names.push(`${names.pop()}${path[i] === '\\' ? path[++i] : path[i]}`);
  }
  return names;
}

/** Where the path of a member ends: at the first = that no \ stands before. */
export function endOfPath(member: string, from: number): number {
  const first = member.indexOf('=', from);
  const escaped = member.indexOf('\\', from);
  if (escaped < 0 || escaped > first) return first;
  for (let i = escaped; ; i++) {
    if (member[i] === '\\') i++;
    else if (member[i] === '=') return i;
  }
}

export const encodePath = (names: readonly string[]): string => names.map((name) => `.${encodeName(name)}`).join('');

/** What a node is called in messages. */
export const nodeTitle = (path: string): string => (path === '' ? 'The root' : `The node ${JSON.stringify(path)}`);

/** The paths of all nodes above one, the root first. */
export const pathsAbove = (names: readonly string[]): string[] => names.map((_, i) => encodePath(names.slice(0, i)));

function checkName(name: unknown): string {
  if (typeof name !== 'string') throw new TypeError(`A path is made of texts, not of ${typeof name}. Convert it.`);
  return text.encode(name) as string;
}

/** @throws TypeError, RangeError for what is not a path */
export function parsePath(path: TreePath): string[] {
  if (Array.isArray(path)) return [...(path as readonly unknown[])].map(checkName);
  const names = checkName(path).split('.');
  if (names.includes(''))
    throw new RangeError(`The path ${JSON.stringify(path)} has an empty name. Remove a dot, or give an array.`);
  return names;
}
