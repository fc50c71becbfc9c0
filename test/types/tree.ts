import type { Database, Tree } from 'redstart';

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

interface State {
  readonly on: boolean;
  readonly hits: number | null;
  readonly note: string;
  readonly list: readonly { readonly a: number }[];
  readonly kind?: 'a' | { readonly b: number };
}

interface Branch {
  readonly size: number;
  readonly below?: Readonly<Record<string, Branch>>;
}

/** What a tree keeps is typed as it is given back, and what it refuses does not compile. */
export async function kept(db: Database, users: Tree<Settings>): Promise<void> {
  const tree = db.tree<State>('state');
  const hits: { readonly is: number | null | undefined } = { is: await tree.at('hits').get() };
  // @ts-expect-error null is there as well
  const number: number | undefined = await tree.at('hits').get();
  await tree.at('hits').set(null);
  await tree.at(['hits']).set(null);
  await tree.at('hits').add(1);
  await tree.at('kind.b').add(1);
  await db.tree().at('anything').add(1);
  const deep: number | undefined = await db.tree<Branch>('branch').at(['below', 'a', 'below', 'b', 'size']).get();
  const visits: number | undefined = await users.at('users.ada.visits').get();
  const names: string[] = ['users', 'ada'];
  const somewhere: unknown = await users.at(names).get();
  void [hits, number, deep, visits, somewhere];

  // @ts-expect-error a boolean is nothing to add to
  await tree.at('on').add(1);
  // @ts-expect-error a text is nothing to add to
  await tree.at(['note']).add(1);
  // @ts-expect-error the note is text
  await tree.at('note').set(null);
  // @ts-expect-error there is no such name
  tree.at(['nope']);
  // @ts-expect-error there is no such name below
  users.at(['mail', 'nope']);
  // @ts-expect-error a value has nothing below it
  users.section(['title', 'length']);
  // @ts-expect-error a date comes back as text
  db.tree<{ at: Date }>();
  // @ts-expect-error a map would come back empty
  db.tree<{ list: { m: Map<string, number> }[] }>();
}
