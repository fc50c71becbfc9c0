/** A queue between someone who pushes and someone who iterates: holds what has not been fetched yet. */
export class AsyncQueue<T> implements AsyncIterable<T> {
  private items: T[] = [];
  private ended = false;
  private failure: { readonly error: unknown } | undefined;
  private wake: () => void = () => {};

  push(item: T): void {
    this.items.push(item);
    this.wake();
  }

  /** Nothing more comes; what is there can still be fetched. */
  end(): void {
    this.ended = true;
    this.wake();
  }

  /** Nothing more comes, because of an error that the iteration throws after the last item. */
  fail(error: unknown): void {
    this.failure ??= { error };
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      while (this.items.length > 0) {
        const items = this.items;
        this.items = [];
        yield* items;
      }
      if (this.failure) throw this.failure.error;
      if (this.ended) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }
}
