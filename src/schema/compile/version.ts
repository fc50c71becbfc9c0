import { SchemaError } from '../../errors/model.js';
import { describe } from '../describe.js';
import type { Draft, EntityDraft } from '../draft.js';
import type { MigrateStep } from '../version.js';

const isVersion = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/** What `@Entity({ version })` says. */
export function compileVersion(model: string, { version }: EntityDraft): number {
  if (isVersion(version)) return version;
  throw new SchemaError(`${model}: version is a whole number from 1 on, not ${describe(version)}. Correct it.`);
}

function checkStep(model: string, to: unknown, step: unknown): void {
  if (!isVersion(to) || to < 2)
    throw new SchemaError(
      `${model}: @Migrate() takes the version that its step leads to, a whole number from 2 on, not ${describe(to)}. Write @Migrate(2, (row) => row).`,
    );
  if (typeof step !== 'function')
    throw new SchemaError(
      `${model}: @Migrate(${to}) takes a function of the stored row, not ${describe(step)}. Write @Migrate(${to}, (row) => row).`,
    );
}

/** The steps of `@Migrate()` by the version that they lead to; of the first ones some may be gone, when no row needs them. */
export function compileSteps(
  model: string,
  chain: readonly Draft[],
  version: number,
): ReadonlyMap<number, MigrateStep> {
  const steps = new Map<number, MigrateStep>();
  for (const { to, step } of chain.flatMap(({ steps }) => steps)) {
    checkStep(model, to, step);
    if (steps.has(to as number)) throw new SchemaError(`${model} has two @Migrate(${to}). Keep one of them.`);
    steps.set(to as number, step as MigrateStep);
  }
  const versions = [...steps.keys()];
  const beyond = versions.find((to) => to > version);
  if (beyond !== undefined)
    throw new SchemaError(
      `${model} has @Migrate(${beyond}), and its rows are of version ${version}. Say @Entity('${model}', { version: ${Math.max(...versions)} }).`,
    );
  for (let to = Math.min(...versions); to <= version; to++)
    if (!steps.has(to)) throw new SchemaError(`${model} has no @Migrate(${to}), and others around it. Add it.`);
  return steps;
}
