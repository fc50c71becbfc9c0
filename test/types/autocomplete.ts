import type { Database } from 'redstart';

/** Data of a type are given with each title, as a search would give the title in their place. */
export async function typed(db: Database): Promise<void> {
  const links = db.autocomplete<{ readonly url: string }>('links');
  await links.store(1, { title: 'a', data: { url: '/a' } });
  await links.storeMany([{ id: 1, data: { url: '/a' } }]);
  const url: string | undefined = (await links.search('a'))[0]?.data.url;

  const titles = db.autocomplete<string>('titles');
  await titles.store('a');
  await titles.storeMany([{ id: 1, title: 'a' }]);
  const title: string | undefined = (await titles.search('a'))[0]?.data;

  await db.autocomplete<string | { readonly url: string }>('both').store(1, { title: 'a' });
  await db.autocomplete('open').store(1, { title: 'a' });
  await db.autocomplete('open').store(1, { title: 'a', data: [1] });
  void [url, title];

  // @ts-expect-error the data are missing
  await links.store(1, { title: 'a' });
  // @ts-expect-error the data are missing
  await links.store(1);
  // @ts-expect-error without data it would be the title
  await links.store(1, { title: 'a', data: undefined });
  // @ts-expect-error the data are missing
  await links.storeMany([{ id: 1, title: 'a' }]);
  // @ts-expect-error the data are of another type
  await titles.store(1, { data: 1 });
}
