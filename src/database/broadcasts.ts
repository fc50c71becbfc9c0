import { ToolkitFactories } from '../toolkit/factories.js';
import type { Feed } from './feed.js';
import { type Channels, checkChannels, type ListenOptions, listen, listenWith, type Published } from './listen.js';
import { type MonitoredCommand, type MonitorOptions, monitor } from './monitor.js';
import { type PublishOptions, publish } from './publish.js';

/** What a server passes on and keeps nothing of: messages in channels, and the commands that it receives. */
export abstract class Broadcasts extends ToolkitFactories {
  /**
   * What is published in channels, for as long as one iterates, or until the signal aborts or the handler returns false. It is
   * heard from the first step on, or from `ready()`.
   *
   * ```ts
   * await using news = await db.listen({ channels: ['news'] }).ready();
   * ```
   *
   * Redis: SUBSCRIBE, PSUBSCRIBE and SSUBSCRIBE on connections of their own; nothing that is published while one is lost arrives.
   *
   * @throws SlowReaderError when more than `buffer` messages wait; UnsupportedError for `sharded` before Redis 7
   */
  listen(channels: Channels, options?: ListenOptions): Feed<Published>;
  listen(channels: Channels, handler: (published: Published) => unknown, options?: ListenOptions): Promise<void>;
  listen(
    channels: Channels,
    second?: ListenOptions | ((published: Published) => unknown),
    third?: ListenOptions,
  ): Feed<Published> | Promise<void> {
    checkChannels(this.connection, channels);
    if (typeof second === 'function') return listenWith(listen(this.connection, channels, third), second);
    return listen(this.connection, channels, second);
  }

  /**
   * Send a message to whoever listens to a channel just now; `sharded` channels belong to a slot of the cluster, as keys do.
   *
   * Redis: PUBLISH, O(listeners and patterns); SPUBLISH, O(listeners). Nothing is kept.
   *
   * @returns how many got it; of a cluster those at one node
   * @throws UnsupportedError for `sharded` before Redis 7
   */
  publish(channel: string, message: string, options?: PublishOptions): Promise<number> {
    return publish(this.connection, channel, message, options);
  }

  /** Every command that the server receives. Redis: MONITOR on a connection of its own; it slows the server down. */
  monitor(options?: MonitorOptions): Feed<MonitoredCommand> {
    return monitor(this.connection, options);
  }
}
