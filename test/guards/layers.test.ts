import path from 'node:path';
import { layerViolations, parseLayers } from '../support/layers.js';
import { read, repositoryFiles } from '../support/repository.js';

const layers = parseLayers(read('src/README.md'));
const files = repositoryFiles('src').filter((file) => file.endsWith('.ts'));

describe('layers', () => {
  it('point down only', () => {
    expect(files.flatMap((file) => layerViolations(layers, file, read(file)))).toEqual([]);
  });

  it('have one barrel', () => {
    expect(files.filter((file) => path.basename(file) === 'index.ts')).toEqual(['src/index.ts']);
  });

  it('name every layer that they allow, and none above themselves', () => {
    const names = [...layers.keys()];
    for (const [name, allowed] of layers) {
      if (allowed === 'all') continue;
      for (const lower of allowed) expect(names.indexOf(lower)).toBeLessThan(names.indexOf(name));
      expect(names).toEqual(expect.arrayContaining([...allowed]));
    }
  });
});

describe('the guard of layers', () => {
  const violations = (file: string, source: string) => layerViolations(layers, file, source);

  it.each([
    ["import { run } from '../scripts/run.js';", 'codecs must not import scripts'],
    ["import type { Script } from '../scripts/script.js';", 'codecs must not import scripts'],
    ["import {\n  run,\n} from '../scripts/run.js';", 'codecs must not import scripts'],
    ["export * from '../redis/keyspace.js';", 'codecs must not import redis'],
    ["const { run } = await import('../scripts/run.js');", 'codecs must not import scripts'],
    ["import '../database.js';", 'codecs must not import database'],
    ["import { Database } from '../index.js';", 'imports the barrel ../index.js'],
  ])('sees %j', (source, violation) => {
    expect(violations('src/codecs/text.ts', source)).toEqual([`src/codecs/text.ts: ${violation}`]);
  });

  it('lets a layer import itself, what stands below it, and packages', () => {
    const source = "import './codec.js';\nimport { SchemaError } from '../errors.js';\nimport { ulid } from 'ulid';";
    expect(violations('src/codecs/text.ts', source)).toEqual([]);
  });

  it('refuses a folder that the table does not name', () => {
    expect(violations('src/helpers/text.ts', '')).toEqual([
      'src/helpers/text.ts: src/README.md has no layer "helpers"',
    ]);
  });
});
