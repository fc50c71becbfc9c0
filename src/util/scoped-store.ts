import { AsyncLocalStorage } from 'node:async_hooks';

/** A value that holds for what a function does and calls, however long that takes. */
export class ScopedStore<T> {
  private readonly storage = new AsyncLocalStorage<T>();
  private active = 0;

  get(): T | undefined {
    return this.active > 0 ? this.storage.getStore() : undefined;
  }

  async run<R>(value: T, work: () => Promise<R>): Promise<R> {
    this.active++;
    try {
      return await this.storage.run(value, work);
    } finally {
      this.active--;
      // it slows down every promise of the program for as long as it is enabled
      if (this.active === 0) this.storage.disable();
    }
  }
}
