/** Wakes all who wait for something to happen. */
export class Bell {
  private waiting: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  ring(): void {
    if (this.waiting.length > 0) for (const wake of this.waiting.splice(0)) wake();
  }
}
