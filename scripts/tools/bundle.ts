// Programs that use the library as users do, compiled once: node starts them in a fraction of the time that compiling hundreds of sources takes.
import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const FOR_NODE: BuildOptions = {
  platform: 'node',
  // as the package is built
  target: 'node20',
  format: 'esm',
};

/** Bundle the library into `file`. */
async function bundleLibrary(file: string): Promise<void> {
  await build({ ...FOR_NODE, entryPoints: ['src/index.ts'], bundle: true, packages: 'external', outfile: file });
}

/** Compile each program for itself; models are called after their classes. */
async function compile(source: string, files: readonly string[], folder: string): Promise<void> {
  const entryPoints = files.map((file) => path.join(source, file));
  const out: BuildOptions = { outdir: folder, outbase: source, outExtension: { '.js': '.mjs' } };
  await build({ ...FOR_NODE, ...out, entryPoints, keepNames: true, tsconfig: path.resolve('tsconfig.json') });
}

/** What node runs for a program. */
export type Compiled = (file: string) => string;

/** Make an empty folder a package under the name of the library, with programs of a folder `source` inside that import it by that name. */
export async function compilePrograms(source: string, files: readonly string[], folder: string): Promise<Compiled> {
  // what the library imports is found from where it stands
  await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  await writeFile(path.join(folder, 'package.json'), '{ "name": "redstart", "exports": "./library/index.mjs" }');
  await Promise.all([bundleLibrary(path.join(folder, 'library/index.mjs')), compile(source, files, folder)]);
  return (file) => path.join(folder, file.replace(/\.ts$/, '.mjs'));
}
