import { parse as parseLua } from 'luaparse';
import { check, parse } from '../../scripts/embed/contract.js';

const LONGEST = 60;
const LONGEST_FUNCTION = 30;
const NAMES = /^local [\w, ]+=(?!.*\b(?:redis|function)\b)/;
const CONTINUES = /[,=]\s*$/;
const NUMBERED = /\b(?:KEYS|ARGV)\[\d+\]/g;
const COMPUTED = /\b(?:KEYS|ARGV)\[(?!\d+\])[^\]]*\]/g;
const RAISED = /(?<![.\w])error\(/g;

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([match]) => match);

const withoutComments = (lua: string): string => lua.replaceAll(/--[^\n]*/g, '');

/** What follows the lines at the top that give KEYS and ARGV their names. */
function afterPrologue(code: string): string {
  const lines = code.split('\n');
  const end = lines.findIndex(
    (line, i) => line.trim() !== '' && !NAMES.test(line) && !CONTINUES.test(lines[i - 1] ?? ''),
  );
  return end === -1 ? '' : lines.slice(end).join('\n');
}

function contractViolations(file: string, source: string): string[] {
  try {
    check(file, parse(file, source));
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** What the server gives a script, and what scripts/lua/lib/lib.lua gives a module. */
const GIVEN = new Set(
  'redis os cjson cmsgpack struct bit KEYS ARGV lib module math string table ipairs pairs next unpack select tonumber tostring type setmetatable rawset pcall error'.split(
    ' ',
  ),
);

/** Names that nobody declared: a misspelt local would be a global of the server, which is an error when the line is reached. */
function undeclared(source: string): string[] {
  const { globals } = parseLua(source, { luaVersion: '5.1', scope: true }) as unknown as {
    globals: { name: string }[];
  };
  return [...new Set(globals.map(({ name }) => name))].filter((name) => !GIVEN.has(name));
}

/** The lines of each function, those within others too. */
function functionLines(node: unknown): number[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, loc } = node as { type?: string; loc?: { start: { line: number }; end: { line: number } } };
  const own = type === 'FunctionDeclaration' && loc ? [loc.end.line - loc.start.line + 1] : [];
  return [...own, ...Object.values(node).flatMap(functionLines)];
}

function longFunctions(source: string): number[] {
  const lines = functionLines(parseLua(source, { luaVersion: '5.1', locations: true, comments: false }));
  return lines.filter((count) => count > LONGEST_FUNCTION);
}

/** Where a script departs from the form that CONTRIBUTING.md describes. */
export function luaViolations(file: string, source: string): string[] {
  const contract = contractViolations(file, source);
  if (contract.length > 0) return contract;
  const { body, rest } = parse(file, source);
  const code = afterPrologue(withoutComments(body));
  const lines = source.trimEnd().split('\n').length;
  return [
    ...(lines > LONGEST ? [`${file}: has ${lines} lines, more than ${LONGEST}`] : []),
    ...longFunctions(source).map((count) => `${file}: a function has ${count} lines, more than ${LONGEST_FUNCTION}`),
    ...found(code, NUMBERED).map((index) => `${file}: ${index} appears after the prologue`),
    ...(rest
      ? []
      : found(code, COMPUTED).map((index) => `${file}: ${index} is computed, and the header names no rest`)),
    ...undeclared(source).map((name) => `${file}: ${name} is declared nowhere`),
    ...found(withoutComments(body), RAISED).map((call) => `${file}: ${call}) instead of redis.error_reply`),
  ];
}

/** A name, and what makes a key of it: a part that begins with a sign of the layout, or a suffix that was sent along. */
const MADE_KEY = /(?<![#\w.])[\w.[\]]+ \.\. (?:'[:#]|arguments\[)/;
const NEVER_EXISTS = /^KEYS\[\d+\] .*\bnever exists\b/m;

/**
 * Whether a script may run on half of a slot that moves to another node of a cluster. The server looks for the declared keys
 * only: it runs a script where all of them are. So either these are all that the script touches, or one of at least two of
 * them never exists, and the script waits until the slot has moved.
 */
export function runsOnHalfOfASlot(
  header: string,
  { keys, source }: { keys: readonly string[]; source: string },
): boolean {
  return MADE_KEY.test(withoutComments(source)) && !(keys.length > 1 && NEVER_EXISTS.test(header));
}
