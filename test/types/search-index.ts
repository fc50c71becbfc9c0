import type { Database, Hits } from 'redstart';

interface Facts {
  readonly city: string;
  readonly rooms: number;
}

interface Loose {
  readonly city?: string;
}

/** A search names fields of its index, and metadata have the type that is said of them. */
export async function typed(db: Database): Promise<void> {
  const index = db.searchIndex('a', { fields: { title: { boost: 2 }, body: {} } });
  await index.add('1', { title: 'x' });
  await index.add('1', { title: 'x' }, { author: 'a' });
  await index.search('x', { fields: ['title'], boosts: { body: 2 }, filter: { author: 'a' } });
  const anything: unknown = (await index.search('x')).hits[0]?.metadata.author;

  const homes = db.searchIndex<'title', Facts>('homes', { fields: { title: {} } });
  await homes.add('1', { title: 'x' }, { city: 'Oslo', rooms: 2 });
  await homes.addMany([{ id: 1, document: { title: 'x' }, metadata: { city: 'Oslo', rooms: 2 } }]);
  await homes.update('1', { title: 'x' }, { rooms: 3 });
  const found: Hits<{ readonly title?: string }, Facts> = await homes.search('x', { filter: { city: 'Oslo' } });
  const rooms: number | undefined = (await homes.get('1'))?.metadata.rooms;

  const texts = db.searchIndex<Loose>('texts');
  await texts.add('1', 'text');
  const city: string | undefined = (await texts.search('text', { fields: ['content'] })).hits[0]?.metadata.city;
  void [anything, found, rooms, city];

  // @ts-expect-error there is no such field
  await index.search('x', { fields: ['nope'] });
  // @ts-expect-error there is no such field
  await index.search('x', { boosts: { nope: 2 } });
  // @ts-expect-error a document that is one text has no title
  await texts.search('x', { fields: ['title'] });
  // @ts-expect-error metadata of this type are missing
  await homes.add('1', { title: 'x' });
  // @ts-expect-error metadata of this type are missing
  await homes.addMany([{ id: 1, document: { title: 'x' } }]);
  // @ts-expect-error the rooms are a number
  await homes.add('1', { title: 'x' }, { city: 'Oslo', rooms: '2' });
  // @ts-expect-error no document has such a fact
  await homes.search('x', { filter: { country: 'NO' } });
}
