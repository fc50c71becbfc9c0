import type { Query } from 'redstart';

interface WithId {
  readonly id?: unknown;
}

const idsOf = (rows: readonly unknown[]): unknown[] => rows.map((row) => (row as WithId).id);

/** The ids of all rows by pages from one end, which are those that come on the way back. */
export async function paged<M>(query: Query<M>, size: number): Promise<unknown[]> {
  const forth: unknown[] = [];
  let page = await query.page({ size });
  for (;;) {
    forth.push(...idsOf(page.rows));
    // pages that repeat rows might never end
    expect(new Set(forth).size).toBe(forth.length);
    if (page.next === undefined) break;
    page = await query.page({ size, after: page.next });
  }
  const back: unknown[] = idsOf(page.rows);
  while (page.previous !== undefined) {
    page = await query.page({ size, before: page.previous });
    back.unshift(...idsOf(page.rows));
  }
  expect(back).toEqual(forth);
  return forth;
}
