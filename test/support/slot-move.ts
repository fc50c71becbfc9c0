import type { ServerProcess } from './server-process.js';

const id = (node: ServerProcess) => node.admin.call('CLUSTER', 'MYID') as Promise<string>;

/** A slot on its way from one master to another, as redis-cli --cluster reshard takes it there, one step at a time. */
export class SlotMove {
  private constructor(
    readonly slot: number,
    private readonly source: ServerProcess,
    private readonly target: ServerProcess,
    private readonly others: readonly ServerProcess[],
  ) {}

  /** Announce the move; the keys stay where they are. */
  static async start(
    slot: number,
    source: ServerProcess,
    target: ServerProcess,
    others: readonly ServerProcess[],
  ): Promise<SlotMove> {
    await target.admin.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', await id(source));
    await source.admin.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', await id(target));
    return new SlotMove(slot, source, target, others);
  }

  /** Take some keys over; how many went. */
  async take(count: number): Promise<number> {
    const keys = (await this.source.admin.call('CLUSTER', 'GETKEYSINSLOT', this.slot, count)) as string[];
    const { host, port } = this.target.address;
    // a key that is there already, since something was done on half of the slot, is an error
    if (keys.length > 0) await this.source.admin.call('MIGRATE', host, port, '', 0, 5000, 'KEYS', ...keys);
    return keys.length;
  }

  /** Have the target forget the functions and scripts that it has. */
  async forgetScripts(): Promise<void> {
    await Promise.all([this.target.admin.call('FUNCTION', 'FLUSH'), this.target.admin.call('SCRIPT', 'FLUSH')]);
  }

  /** The slot is the target's. */
  async finish(): Promise<void> {
    const owner = await id(this.target);
    for (const node of [this.target, this.source, ...this.others]) {
      await node.admin.call('CLUSTER', 'SETSLOT', this.slot, 'NODE', owner);
    }
  }
}
