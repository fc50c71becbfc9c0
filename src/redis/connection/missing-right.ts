const OR_ANOTHER = 'docs/server.md lists the rights, or connect as another user.';

/** What a user lacks, by how the server says it. */
const RIGHTS: readonly (readonly [said: RegExp, lacks: string])[] = [
  [
    /'(?:eval|evalsha|fcall)(?:\|\w+)?'/,
    'The user may only read: what writes models, locks and the like needs +@scripting and +@write',
  ],
  [/'(?:eval|evalsha|fcall)_ro'/, 'What reads models needs +eval_ro, +evalsha_ro and +fcall_ro'],
  [
    /^\w+ (?:The user executing the script|ACL failure in script)/,
    'The user needs +@read and +@write, which its scripts use',
  ],
  [/'([^' ]+)' (?:sub)?command/, 'The user needs +$1'],
  [
    /\bkeys?\b/,
    'The user needs a pattern for the key, such as ~{app}* for the models of a namespace; one with %R only reads',
  ],
  [/\bchannels?\b/, 'The user needs a pattern for the channel, such as &*'],
];

/** The way out for who may not do something. */
export function missingRight(answer: string): string {
  for (const [said, lacks] of RIGHTS) {
    const found = said.exec(answer);
    if (found) return `${lacks.replace('$1', found[1] ?? '')}; ${OR_ANOTHER}`;
  }
  return `Give the user the right to it; ${OR_ANOTHER}`;
}
