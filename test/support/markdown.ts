const FENCE = /^```(?<info>[^\n]*)\n(?<code>[\s\S]*?)^```$/gm;
const HEADING = /^#{1,6} (.+)$/gm;
const LINK = /\[[^\]]*\]\((?<target>[^)\s]+)\)/g;

/** TypeScript of a page: one or more of its blocks, to be compiled together. */
export interface Program {
  readonly code: string;
  /** the block is marked `ts run` */
  readonly runs: boolean;
}

/** The programs of a page: each block of `ts` begins one, `ts continued` adds to the one before it. */
export function programs(markdown: string): Program[] {
  const result: Program[] = [];
  for (const match of markdown.matchAll(FENCE)) {
    const { info, code } = match.groups as { info: string; code: string };
    const [language, mark] = info.split(' ');
    if (language !== 'ts') continue;
    const begun = mark === 'continued' ? result.pop() : undefined;
    result.push({ code: `${begun?.code ?? ''}${code}`, runs: begun?.runs ?? mark === 'run' });
  }
  return result;
}

const prose = (markdown: string): string => markdown.replaceAll(FENCE, '');

/** The anchors that a page's headings give, in the way of GitHub. */
export function anchors(markdown: string): string[] {
  return [...prose(markdown).matchAll(HEADING)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Where a page links to, but for other sites. */
export function localLinks(markdown: string): string[] {
  const text = prose(markdown).replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(LINK)].map((match) => match.groups!.target!).filter((target) => !/^[a-z]+:/.test(target));
}
