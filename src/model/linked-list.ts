import { integer } from '../util/check.js';
import { Ordered } from './linked-ordered.js';

/** Those of kind `list`. */
export class LinkedList extends Ordered {
  async add(...others: readonly unknown[]): Promise<number> {
    return this.inPortions('add', this.idsOf('add', others));
  }

  async insert(index: number, other: unknown): Promise<void> {
    await this.write('insert', this.idsOf('insert', [other]), [integer('index', index)]);
  }

  async at(index: number): Promise<object | undefined> {
    const id = (await this.connection.send('lindex', [this.key, integer('index', index)])) as string | null;
    return id === null ? undefined : (await this.entitiesOf([id]))[0];
  }

  async removeAt(index: number): Promise<boolean> {
    return (await this.write('remove_at', [], [integer('index', index)])) !== null;
  }

  protected async part(start: number, stop: number): Promise<string[]> {
    return (await this.connection.send('lrange', [this.key, start, stop])) as string[];
  }
}
