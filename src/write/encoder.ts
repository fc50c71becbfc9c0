import type { Argument } from '../redis/connection/connection.js';
import type { Change } from './change.js';

/**
 * Changes as the arguments of write.lua: kind, model, shape, id and the values that the shape names. Changes of one kind, model and
 * shape that follow each other are a run, whose kind has their number behind it, and of which only ids and values are repeated.
 */
export class Encoder {
  readonly args: Argument[] = [];
  private head = -1;
  private count = 0;
  private kind: string | undefined;
  private model = 0;
  private shape = '';

  constructor(private readonly modelOf: (change: Change) => number) {}

  /** A change whose values follow. */
  begin(change: Change, shape: string): void {
    const model = this.modelOf(change);
    const kind = change.op === 'delete' && change.expected ? 'remove' : change.op;
    if (kind === this.kind && model === this.model && shape === this.shape) this.count++;
    else {
      [this.head, this.count] = [this.args.length, 1];
      [this.kind, this.model, this.shape] = [kind, model, shape];
      this.args.push(kind, model, shape);
    }
    if (this.count > 1) this.args[this.head] = `${kind} ${this.count}`;
    this.args.push(change.id);
  }
}
