import { draftOf } from '../schema/draft.js';
import type { MigrateStep } from '../schema/version.js';
import type { OnClass } from './types.js';

/**
 * Declares how a row comes into the shape of a version, `@Entity('User', { version: 2 })`: a function of its stored fields by their stored
 * names, all text, from the shape of the version before.
 *
 * ```ts
 * @Migrate(2, ({ name, ...row }) => ({ ...row, first: name?.split(' ')[0], last: name?.split(' ')[1] }))
 * ```
 *
 * It runs when an older row is loaded, and in `Model.migrate()`. The same row must give the same result every time: it may be asked again.
 * What it throws is a `MigrationError`, and the row stays.
 */
export const Migrate =
  (to: number, step: MigrateStep): OnClass =>
  (target) =>
    void draftOf(target).steps.push({ to, step });
