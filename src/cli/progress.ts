import cliProgress from 'cli-progress';

interface Progress {
  readonly done: number;
  readonly total: number;
}

/** A bar on the terminal, on the side of errors, so that a pipe gets the results alone. */
export async function withProgress<T>(
  name: string,
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  if (!process.stderr.isTTY) return work(() => {});
  const format = `  ${name}  {bar}  {value} of {total}  {percentage} %  {duration_formatted}`;
  const bar = new cliProgress.SingleBar({
    format,
    barsize: 32,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: false,
    linewrap: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(1, 0);
  try {
    return await work(({ done, total }) => {
      bar.setTotal(total);
      bar.update(done);
    });
  } finally {
    bar.stop();
  }
}
