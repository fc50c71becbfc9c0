// Errors say the way out as a program would write it, which a command line has other words for.
const WORDS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [
    /name another in the call or in REDIS_URL, or use Database\.embedded\(\)/,
    'or name another one by --url or in REDIS_URL',
  ],
  [/in the call or in REDIS_URL/, 'in --url or in REDIS_URL'],
  [/let scan\(\) read every entity/, 'let --scan read every entity'],
  [/Run ([^\s.]+)\.reindex\(\)/, 'Run npx redstart reindex $1'],
];

/** A message of an error, in the words of the command line. */
export const inCommandWords = (message: string): string =>
  WORDS.reduce((said, [pattern, words]) => said.replace(pattern, words), message);
