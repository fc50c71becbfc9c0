import { clauseOf } from '../util/thrown.js';
import { RedstartError } from './error.js';

/** Why a row was not brought into the shape of this program. */
export type MigrationProblem = 'no step' | 'step failed' | 'newer';

/** A row is of another version of its model than this program, and could not be brought to it. The row is as it was. */
export class MigrationError extends RedstartError {
  readonly code = 'MIGRATION';

  constructor(
    readonly model: string,
    readonly id: string | number,
    readonly problem: MigrationProblem,
    /** the version of the row, or the one before the step */
    readonly version: number,
    /** the version that a step leads to; of a row that is newer the one of this program */
    readonly to: number,
    cause?: unknown,
  ) {
    const row = `The ${model} ${JSON.stringify(id)}`;
    const messages: Readonly<Record<MigrationProblem, string>> = {
      'no step': `${row} is of version ${version}, and there is no step to version ${to}. Add @Migrate(${to}, (row) => ...) to the class, or bring all rows up by ${model}.migrate() of a program that has it.`,
      'step failed': `${row}: the step to version ${to} failed, and the row stays as it is: ${clauseOf(cause)}. Mend the step, or the row.`,
      newer: `${row} is of version ${version}, and this program knows ${model} up to version ${to}. Deploy the newer program, or delete the entity by its id.`,
    };
    super(messages[problem], cause === undefined ? undefined : { cause });
  }
}
