import { Database, type HandlerContext, type Message, type Worker } from 'redstart';
import { eventually } from '../support/eventually.js';
import { FreezingProxy } from '../support/freezing-proxy.js';
import { LossyProxy } from '../support/lossy-proxy.js';
import { ServerProcess } from '../support/server-process.js';

/** One server that is a cluster of its own. */
const CLUSTER = { 'cluster-enabled': 'yes', 'cluster-config-file': 'nodes.conf', 'cluster-announce-ip': '127.0.0.1' };

interface Place {
  readonly server: ServerProcess;
  /** the way around the proxy */
  readonly near: Database;
  readonly connect: (proxy: { address: { host: string; port: number } }) => Promise<Database>;
}

async function single(): Promise<Place> {
  const server = await ServerProcess.start();
  const connect: Place['connect'] = ({ address }) => Database.connect(address, { timeout: 500 });
  return { server, near: await Database.connect(server.address), connect };
}

async function cluster(): Promise<Place> {
  const server = await ServerProcess.start(CLUSTER);
  await server.admin.call('cluster', 'ADDSLOTSRANGE', 0, 16_383);
  await eventually(async () => String(await server.admin.call('cluster', 'INFO')).includes('cluster_state:ok'));
  const { host, port } = server.address;
  const connect: Place['connect'] = ({ address }) =>
    Database.connect(
      { cluster: [server.address], options: { natMap: { [`${host}:${port}`]: address } } },
      { timeout: 500 },
    );
  return { server, near: await Database.connect({ cluster: [server.address] }), connect };
}

const never = () => {};

describe.each([
  ['one server', single],
  ['a cluster', cluster],
])('on %s', (_, open) => {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });
  afterEach(() => place.server.admin.flushall());
  afterAll(async () => {
    await place.near.close();
    await place.server.kill();
  });

  describe('a message whose answer is lost with its connection', () => {
    it.each([
      ['of one stream', ['jobs'], 'consume', {}],
      ['of several streams', ['{jobs}:1', '{jobs}:2'], 'consume', {}],
      // with room for one message the worker reads no further while it handles the first
      ['of a worker of batches', ['jobs'], 'consumeBatches', { count: 1 }],
    ] as const)('is found by its worker at once: %s', async (_name, keys, call, options) => {
      const proxy = await LossyProxy.to(place.server.address);
      const far = await place.connect(proxy);
      const seen: [string, number][] = [];
      let open = never;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      const handler = async (messages: Message | Message[], { attempt }: HandlerContext) => {
        for (const { fields } of [messages].flat()) seen.push([fields.n!, attempt]);
        await gate;
      };
      const group = far.consumerGroup('g', keys);
      await group.create();
      const worker: Worker = group[call](handler as never, { ...options, onError: never });
      try {
        await place.near.stream(keys[0]).add({ n: '1' });
        await eventually(() => seen.length === 1);
        await place.near.stream(keys[0]).add({ n: '2' });
        proxy.loseAnswerTo('xreadgroup');
        open();
        await eventually(() => seen.length === 2);
      } finally {
        await worker.stop();
        await far.close();
        proxy.close();
      }
      expect(proxy.lost).toBe(1);
      expect(seen).toEqual([
        ['1', 1],
        ['2', 1],
      ]);
      expect((await place.near.stream(keys[0]).groups())[0]!.pending).toBe(0);
    });
  });
});

describe('a message whose answer is lost without a word', () => {
  let place: Place;
  let proxy: FreezingProxy;
  let far: Database;
  beforeAll(async () => {
    place = await single();
  });
  beforeEach(async () => {
    proxy = await FreezingProxy.to(place.server.address);
    far = await place.connect(proxy);
    await place.near.consumerGroup('g', 'jobs').create();
  });
  afterEach(async () => {
    await far.close();
    proxy.close();
    await place.server.admin.flushall();
  });
  afterAll(async () => {
    await place.near.close();
    await place.server.kill();
  });

  /** A worker that waits for messages at the server. */
  async function waiting(handler: (message: Message, context: HandlerContext) => void): Promise<Worker> {
    const worker = far.consumerGroup('g', 'jobs').consume(handler, { onError: never });
    await eventually(async () => String(await place.server.admin.call('client', 'LIST')).includes('cmd=xreadgroup'));
    return worker;
  }

  const pending = () => place.near.consumerGroup('g', 'jobs').streams.jobs!.pending();

  it('goes back in a clean stop, and counts as never tried', async () => {
    const worker = await waiting(never);
    proxy.freezeReplies();
    await place.near.stream('jobs').add({ n: '1' });
    expect((await pending())[0]).toMatchObject({ consumer: worker.consumer, deliveries: 1 });
    await worker.stop();
    expect((await pending())[0]).toMatchObject({ consumer: 'redstart:returned', deliveries: 0 });
    const names = (await place.near.stream('jobs').consumers('g')).map(({ name }) => name);
    expect(names).toEqual(['redstart:returned']);
  });

  it('is found also when the server hands it out long after the worker has gone on', async () => {
    const seen: number[] = [];
    const worker = await waiting((_, { attempt }) => seen.push(attempt));
    const { admin } = place.server;
    const blocked = (list: unknown) =>
      [...String(list).matchAll(/^id=(\d+) .*flags=b.*cmd=xreadgroup/gm)].map(([, id]) => id);
    const [lost] = blocked(await admin.call('client', 'LIST'));
    proxy.abandon();
    // the worker waits once more, behind the connection that it has lost
    const ids = await eventually(async () => {
      const found = blocked(await admin.call('client', 'LIST'));
      return found.length === 2 ? found : undefined;
    });
    // in one write: what the worker does then comes behind it
    const answers = await admin.pipeline().xadd('jobs', '*', 'n', '1').client('LIST').exec();
    expect(blocked(answers![1]![1])).toEqual(ids!.filter((id) => id !== lost));
    await eventually(() => seen.length === 1);
    await worker.stop();
    expect(seen).toEqual([1]);
    expect(await pending()).toEqual([]);
  });
});

describe('an acknowledgement that never leaves', () => {
  it('is sent again, and its message is not handled twice', async () => {
    const place = await single();
    const proxy = await LossyProxy.to(place.server.address);
    const far = await place.connect(proxy);
    const group = far.consumerGroup('g', 'jobs');
    await group.create();
    const seen: string[] = [];
    const errors: unknown[] = [];
    // it goes along with the next read
    const handler = ({ fields }: Message) => {
      if (seen.push(fields.n!) === 1) proxy.loseRequest('xreadgroup');
    };
    const worker = group.consume(handler, { onError: (error) => errors.push(error) });
    await place.near.stream('jobs').add({ n: '1' });
    await eventually(() => errors.length > 0);
    await place.near.stream('jobs').add({ n: '2' });
    await eventually(() => seen.includes('2'));
    await worker.stop();
    expect(seen).toEqual(['1', '2']);
    expect((await place.near.stream('jobs').groups())[0]!.pending).toBe(0);
    await far.close();
    proxy.close();
    await place.near.close();
    await place.server.kill();
  });
});

describe('answers that are lost again and again', () => {
  it('neither lose a message nor hand one out twice', async () => {
    const place = await single();
    const proxy = await LossyProxy.to(place.server.address);
    const far = await place.connect(proxy);
    const seen: string[] = [];
    const group = far.consumerGroup('g', ['{jobs}:1', '{jobs}:2']);
    await group.create();
    const handler = async ({ fields, id }: Message) => {
      seen.push(fields.n!);
      await new Promise((resolve) => setTimeout(resolve, Number(id.at(-1)) % 3));
    };
    const worker = group.consume(handler, { concurrency: 5, onError: never });
    const all = Array.from({ length: 300 }, (_, n) => String(n));
    try {
      for (const n of all) {
        if (Number(n) % 50 === 10) proxy.loseAnswerTo('xreadgroup');
        await place.near.stream(`{jobs}:${(Number(n) % 2) + 1}`).add({ n });
      }
      await eventually(() => seen.length >= all.length);
    } finally {
      await worker.stop();
      await far.close();
      proxy.close();
    }
    expect(proxy.lost).toBeGreaterThan(0);
    expect(seen.sort()).toEqual([...all].sort());
    expect(Object.values(await place.near.consumerGroup('g', ['{jobs}:1', '{jobs}:2']).metrics())).toEqual([
      { lag: 0, pending: 0, oldest: undefined },
      { lag: 0, pending: 0, oldest: undefined },
    ]);
    await place.near.close();
    await place.server.kill();
  });
});
