import { readdirSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve('scripts/lua');

/** Every Lua file below scripts/lua, by its path there, sorted. */
export function luaFiles(): string[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.endsWith('.lua'))
    .sort();
}

/** Lua without its comments. */
export const withoutComments = (lua: string): string =>
  lua.replaceAll(/--\[\[[\s\S]*?\]\]/g, '').replaceAll(/--[^\n]*/g, '');
