import type { Argument } from '../redis/connection/connection.js';

/** One command on a container, which is executed with a change set or not at all. */
export interface Effect {
  /** what the key must hold, as TYPE says it, if it is there; `HyperLogLog` for one */
  readonly type: string;
  readonly key: string;
  readonly command: string;
  /** what follows the key */
  readonly args: readonly Argument[];
  /** of a sum: what it may become */
  readonly bounds?: { readonly min: number; readonly max: number };
}

/** Put an effect behind the arguments of write_with_containers.lua. */
export function encodeEffect(target: Argument[], { type, key, command, args, bounds }: Effect): void {
  target.push(command, type, key, bounds?.min ?? '', bounds?.max ?? '', args.length);
  for (const argument of args) target.push(argument);
}
