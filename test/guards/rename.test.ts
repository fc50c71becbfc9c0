import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LanguageServer } from '../support/language-server.js';

const root = path.resolve(__dirname, '../..');
const file = path.join(root, 'test/types/rename.ts');

/** Rule 1 of the API: a field is named by a property or a key, so that an editor's rename finds every use. */
describe("an editor's rename of a field", () => {
  const lines = readFileSync(file, 'utf8').split('\n');
  const declared = lines.findIndex((line) => line.includes('age!: number'));

  it('finds every use of it', async () => {
    await using server = new LanguageServer(root);
    const found = await server.references(file, declared, lines[declared]!.indexOf('age!'));
    const expected = lines.flatMap((line, at) => [...line.matchAll(/\bage\b/g)].map(() => at));
    expect(found.toSorted((a, b) => a - b)).toEqual(expected);
  });
});
