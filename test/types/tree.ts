import type { Tree } from 'redstart';

interface Settings {
  readonly title: string;
  readonly mail: { readonly host: string; readonly port?: number; readonly to: readonly string[] };
  readonly users: Readonly<Record<string, { visits: number }>>;
}

export async function typed(tree: Tree<Settings>, open: Tree): Promise<void> {
  const host: string | undefined = await tree.at('mail.host').get();
  const port: number | undefined = await tree.at(['mail', 'port']).get();
  const visits: number | undefined = await tree.section('users').at(['ada.l', 'visits']).get();
  await tree.at('users.ada').set({ visits: 1 });
  await tree.at('mail').merge({ port: 25 });
  await tree.merge({ mail: { host: 'a' }, users: { ada: { visits: 2 } } });
  await tree.at('mail.to').set(['a@example.com']);
  const anything: unknown = await open.at('a.b.c').get();
  await open.at('a').set([1, { b: null }]);
  void [host, port, visits, anything];

  // @ts-expect-error there is no such path
  tree.at('mail.hots');
  // @ts-expect-error a value has nothing below it
  tree.at('title.length');
  // @ts-expect-error the host is text
  await tree.at('mail.host').set(25);
  // @ts-expect-error set takes all of it
  await tree.at('mail').set({ port: 25 });
  // @ts-expect-error the port is a number
  await tree.merge({ mail: { port: '25' } });
}
