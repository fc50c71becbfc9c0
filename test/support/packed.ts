import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Run a program at the top of the repository, or in `cwd`; what it printed is in the error as well. */
export async function execute(file: string, args: readonly string[], cwd = path.resolve('.')): Promise<string> {
  try {
    return (await promisify(execFile)(file, args, { cwd })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${path.basename(file)} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  }
}

/** The start file of a program that one of our packages brings. */
export const tool = (file: string): string => path.resolve('node_modules', file);

async function link(name: string, modules: string): Promise<void> {
  const target = path.join(modules, name);
  await mkdir(path.dirname(target), { recursive: true });
  await symlink(tool(name), target);
}

/** Build the package and pack it as `npm publish` would. */
async function pack(folder: string): Promise<string> {
  await execute(process.execPath, [tool('tsx/dist/cli.mjs'), 'scripts/build.ts']);
  const packed = await execute('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder]);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  return path.join(folder, filename);
}

async function unpack(tarball: string, modules: string): Promise<void> {
  await mkdir(modules, { recursive: true });
  await execute('tar', ['-xzf', tarball, '-C', modules]);
  await rename(path.join(modules, 'package'), path.join(modules, 'redstart'));
}

/**
 * A folder in which the packed package is installed.
 *
 * Its dependencies, and nothing else of ours, are links: an `npm install` would need the registry.
 */
export async function installPacked(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'redstart-package-'));
  const modules = path.join(folder, 'node_modules');
  await unpack(await pack(folder), modules);
  const manifest = JSON.parse(await readFile(path.resolve('package.json'), 'utf8')) as { dependencies: object };
  for (const name of [...Object.keys(manifest.dependencies), '@types/node']) await link(name, modules);
  return folder;
}
