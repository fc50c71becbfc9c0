// The library in one file, which a program starts with in a fraction of the time that its hundreds of sources take.
import path from 'node:path';
import { build } from 'esbuild';

/** Bundle the library into `file`. */
export async function bundleLibrary(file: string): Promise<void> {
  await build({
    entryPoints: ['src/index.ts'],
    bundle: true,
    packages: 'external',
    platform: 'node',
    // as the package is built
    target: 'node20',
    format: 'esm',
    outfile: file,
  });
}

/** Compiler options under which `redstart` is this file of the library, or the sources. */
export const libraryAt = (file: string): { paths: { redstart: string[] } } => ({
  paths: { redstart: [path.resolve(file)] },
});
