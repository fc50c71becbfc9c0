import type { Target } from '../../src/maintenance/target.js';
import type { Connection } from '../../src/redis/connection/connection.js';

/** A target whose calls wait, the first time that one has a text among its arguments, until a work is done. */
export function interrupted(target: Target, text: string, work: () => Promise<unknown>): Target {
  let waiting: Promise<unknown> | undefined;
  const once = () => {
    waiting ??= work();
    return waiting;
  };
  const send = async (command: string, args: Parameters<Connection['send']>[1]) => {
    if (args.some((arg) => String(arg).includes(text))) await once();
    return target.connection.send(command, args);
  };
  const connection: Connection = Object.create(target.connection, {
    send: { value: send },
    direct: { get: () => connection },
  });
  return { ...target, connection };
}
