/** What a step rests for, of the time that it took, where others use the server: they have three quarters of its time. */
const REST = 3;

/** However long a step took, as others may have held the server: milliseconds. */
const LONGEST = 50;

/** A long work that goes step by step beside others: at full speed while nobody else asks anything of the server. */
export class Turns {
  #reads: number | undefined;

  /**
   * How long to wait before the next step.
   *
   * @param reads how often the server has read from connections, as the step says; null where it may not be asked, as then others may
   * @param took milliseconds
   */
  rest(reads: string | null, took: number): number {
    const before = this.#reads;
    this.#reads = reads === null ? undefined : Number(reads);
    // the step itself was read once
    const alone = reads !== null && (before === undefined || Number(reads) - before <= 1);
    return alone ? 0 : Math.min(took * REST, LONGEST);
  }
}
