import path from 'node:path';

/** Which layers a layer may import, by its name; 'all' for the ends that wire them. */
export type Layers = ReadonlyMap<string, ReadonlySet<string> | 'all'>;

const ROW = /^\| (?<names>`[^|]+`) \|[^|]+\| (?<allowed>[^|]+) \|$/gm;
const IMPORT = /(?:\bfrom|\bimport\(?)\s*'(\.{1,2}\/[^']+)'/g;

function allowed(cell: string): ReadonlySet<string> | 'all' {
  if (cell === 'all') return 'all';
  return new Set(cell === 'nothing' ? [] : cell.split(', '));
}

/** Read the table of layers from src/README.md. */
export function parseLayers(markdown: string): Layers {
  const rows = [...markdown.matchAll(ROW)].map((row) => row.groups as { names: string; allowed: string });
  return new Map(
    rows.flatMap(({ names, allowed: cell }) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name]) => [name!, allowed(cell)] as const),
    ),
  );
}

/** The layer of a file below src: its folder, or its own name. */
function layerOf(file: string): string {
  return path.relative('src', file).split(path.sep)[0]!.replace(/\.ts$/, '');
}

/** What the imports of a file break: a layer that is none, a barrel, or a layer that it must not know. */
export function layerViolations(layers: Layers, file: string, source: string): string[] {
  const from = layerOf(file);
  const mayImport = layers.get(from);
  if (!mayImport) return [`${file}: src/README.md has no layer "${from}"`];
  return [...source.matchAll(IMPORT)].flatMap(([, specifier]) => {
    const target = path.join(path.dirname(file), specifier!);
    const to = layerOf(target.replace(/\.js$/, '.ts'));
    if (path.basename(target) === 'index.js') return [`${file}: imports the barrel ${specifier}`];
    if (to === from || mayImport === 'all' || mayImport.has(to)) return [];
    return [`${file}: ${from} must not import ${to}`];
  });
}
