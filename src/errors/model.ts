import { RedstartError } from './error.js';
import { completeIssue, type InputIssue, MOST_ISSUES, sentences, type ValidationIssue } from './issues.js';

/** The definition of a model is wrong; thrown when it is registered with a database, never later. */
export class SchemaError extends RedstartError {
  readonly code = 'SCHEMA';
}

/** Values do not fit the fields they are meant for. Nothing was written. */
export class ValidationError extends RedstartError {
  readonly code = 'VALIDATION';

  /** everything that is wrong, at once; the first hundred where there is more */
  readonly issues: readonly InputIssue[];

  constructor(
    readonly model: string,
    issues: readonly ValidationIssue[],
    /** what was refused: an entity is written, or a property of it is set */
    refused: 'written' | 'changed' = 'written',
    /** how many issues there are in all */
    readonly total = issues.length,
  ) {
    const first = issues.slice(0, MOST_ISSUES).map(completeIssue);
    super(`${model} was not ${refused}, because its values do not fit. Correct these: ${sentences(first, total)}.`);
    this.issues = first;
  }
}

/** No entity has the id asked for. */
export class NotFoundError extends RedstartError {
  readonly code = 'NOT_FOUND';

  constructor(
    readonly model: string,
    readonly id: string | number | undefined,
    /** the key of a stored query that is there no more */
    readonly stored?: string,
  ) {
    super(
      stored !== undefined
        ? `There is no stored query ${JSON.stringify(stored)} of ${model}: its time is over, or it never was. Store it again.`
        : id === undefined
          ? `No ${model} matches the query. Use first() to get undefined instead.`
          : `There is no ${model} with the id ${JSON.stringify(id)}. Use find() to get undefined instead.`,
    );
  }
}

/** `one()` found more than one entity. */
export class MultipleResultsError extends RedstartError {
  readonly code = 'MULTIPLE_RESULTS';

  constructor(readonly model: string) {
    super(`More than one ${model} matches a query that asked for one. Narrow the filter, or use first().`);
  }
}

/** `create` was given a primary key that is taken. Nothing was written. */
export class EntityExistsError extends RedstartError {
  readonly code = 'ENTITY_EXISTS';

  constructor(
    readonly model: string,
    readonly id: string | number,
  ) {
    super(
      `The ${model} with the id ${JSON.stringify(id)} exists already. Load it with get() and update it, or give another id.`,
    );
  }
}

const show = (value: unknown): string =>
  typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));

/** Another entity holds a value that must be unique. Nothing was written. */
export class UniqueError extends RedstartError {
  readonly code = 'UNIQUE';

  constructor(
    readonly model: string,
    readonly fields: readonly string[],
    readonly value: readonly unknown[],
    /** the id of the entity that has the value; undefined: an entity of the same change set that has no id yet */
    readonly holder: string | number | undefined,
    /** the id of another one that has it as well, where an index is built over entities that are there */
    readonly other?: string | number,
    /** whether it is what a getter gives */
    readonly isComputed = false,
  ) {
    const values = value.length > 0 ? value.map(show).join(', ') : 'the value';
    const twin = other === undefined ? '' : `, and the ${model} ${JSON.stringify(other)} has it as well`;
    const owner = holder === undefined ? 'another entity of the same call' : `the ${model} ${JSON.stringify(holder)}`;
    super(
      `${model}.${fields.join(' + ')} is unique, and ${values} belongs to ${owner}${twin}. ${isComputed ? 'It is what a getter gives: change the fields that it is made of' : 'Choose another value'}, or change the holder first.`,
    );
  }
}

/** Another writer changed a field between the load and the save of an entity. Nothing was written. */
export class DataRaceError extends RedstartError {
  readonly code = 'DATA_RACE';

  constructor(
    readonly model: string,
    readonly id: string | number,
    readonly field: string,
    /** the value that was loaded, and what is stored now; both in stored form, undefined for none */
    readonly expected: string | undefined,
    readonly found: string | undefined,
    /** how often a session has tried, each time with fresh entities */
    readonly attempts = 1,
    options?: ErrorOptions,
  ) {
    const said = `${model} ${JSON.stringify(id)}: another writer changed ${field} from ${JSON.stringify(expected)} to ${JSON.stringify(found)} since it was loaded`;
    super(
      attempts === 1
        ? `${said}. Call reload() and apply the change again, or save({ force: true }) to overwrite.`
        : `${said}, and others were faster in each of ${attempts} attempts. Raise retries, or take a lock around the session.`,
      options,
    );
  }

  /** The same error of the last of several attempts. */
  after(attempts: number): DataRaceError {
    const { model, id, field, expected, found } = this;
    return new DataRaceError(model, id, field, expected, found, attempts, { cause: this });
  }
}

/** The entity to be changed has been deleted, or was never saved. Nothing was written. */
export class EntityDeletedError extends RedstartError {
  readonly code = 'ENTITY_DELETED';

  constructor(
    readonly model: string,
    readonly id: string | number | undefined,
  ) {
    super(
      id === undefined
        ? `This ${model} was never saved. Save it first.`
        : `${model} ${JSON.stringify(id)} is not stored: it was deleted, or never saved. Give the id of one that is stored; an object of it writes all of it again by save({ force: true }).`,
    );
  }
}

/** One thing in which a program and the server differ about a model. */
export interface SchemaChange {
  /**
   * `id`, `type`: ids, or the values of a field, are of another type; `index`: an index is not complete; `index dropped`: the server
   * keeps one that the program does not declare; `field`, `field dropped`: only one of both knows a field, the latter until the program's
   * `reindex()` or `migrate()` notes that it is wanted no more; `container`, `container dropped`: only one of both knows a container
   * field, the latter until `reindex({ drop: [name] })` has deleted what entities have in it; `relation`, `relation dropped`: the same
   * of a side of a many-to-many relation, the former also of one that is kept elsewhere; `renamed`: the model `there` looks the same,
   * has entities, and is not declared; `version`: rows may be as old as of the version `there`, or, in an
   * error, as new
   */
  readonly kind:
    | 'id'
    | 'type'
    | 'index'
    | 'index dropped'
    | 'field'
    | 'field dropped'
    | 'container'
    | 'container dropped'
    | 'relation'
    | 'relation dropped'
    | 'renamed'
    | 'version';
  /** the stored name of the field, the index as `ordered age`, or the property of a container or a relation */
  readonly name: string;
  /** what the program declares, and what the server knows; undefined where there is none */
  readonly here: string | undefined;
  readonly there: string | undefined;
}

const NOTHING = (): string => 'Nothing has to be done about it';

/** The list of the times at which entities expire, among the names of indexes. */
const EXPIRY = 'expiry ~expires';

/** What the server says of an index whose values only a program with the getter can make. */
const COMPUTED = 'computed';

function dropped(model: string, { name, there }: SchemaChange): string {
  if (name === EXPIRY)
    return `Declare @Entity('${model}', { ttl: null }), with which an entity expires when it was told to`;
  if (there === COMPUTED)
    return `Deploy the newer program, which declares it, here as well; if there is none any more, ${model}.reindex() of this one deletes it`;
  return `Declare it, or run ${model}.reindex(), which deletes it`;
}

/** Whether rows may be newer than the program: nothing that it would build of them is right. */
const isNewer = ({ kind, here, there }: SchemaChange): boolean => kind === 'version' && Number(there) > Number(here);

function outdated(model: string, change: SchemaChange): string {
  return isNewer(change)
    ? `Deploy the newer program here as well; ${model}.reindex() of this one is refused while there is a newer row`
    : `Run ${model}.migrate(), which brings them up beside live writers`;
}

/** One that is `resting` or `stale` was given up, mostly by a program that declares it differently. */
const built = ({ there }: SchemaChange, reindex: string): string =>
  `Run ${reindex}, which builds it beside live writers${there === 'stale' || there === 'resting' ? ', once no program declares it differently' : ''}`;

type Remedy = (model: string, change: SchemaChange, reindex: string) => string;

function deleted(model: string, { name, there }: SchemaChange): string {
  const first = there === 'kept' ? 'Declare it, or' : 'End the program that declares it, and';
  return `${first} run ${model}.reindex({ drop: ['${name}'] }), which deletes what entities have in it`;
}

const REMEDIES: Readonly<Record<SchemaChange['kind'], Remedy>> = {
  id: (model) => `Give the class another name, @Entity('...'), or correct the type of its key; ${model} has other ids`,
  type: () => 'Declare the field as it is stored, or give it another { name }',
  index: (_model, change, reindex) => built(change, reindex),
  'index dropped': dropped,
  field: NOTHING,
  'field dropped': (_model, _change, reindex) => `Declare it, or run ${reindex}, which notes that it is wanted no more`,
  container: NOTHING,
  'container dropped': deleted,
  'relation dropped': deleted,
  relation: () =>
    'Declare it as it is stored; a side that comes later names the other one as its inverse, and is named by none',
  version: outdated,
  renamed: (model) => `Keep the name with @Entity('...') on the class, or copy the entities to ${model}`,
};

/** An index in words: what is computed for it has a name that begins with `~`. */
const describeIndex = (name: string): string =>
  name === EXPIRY ? 'the list of when its entities expire' : `the index ${name.replaceAll('~', '')}`;

function describeChange({ kind, name, here, there }: SchemaChange): string {
  if (kind === 'index') return `${describeIndex(name)} is ${there ?? 'not built'}`;
  if (there === COMPUTED) return `${describeIndex(name)} is not declared here, and others compute what it holds`;
  if (kind === 'index dropped') return `${describeIndex(name)} is not declared here, and ${there} in what is stored`;
  if (kind === 'version') return `its rows may be of version ${there}, and are of version ${here} here`;
  if (kind === 'renamed') return `it has no entities, and ${there}, which looks the same, has`;
  return `${name} is ${here ?? 'not declared'} here, and ${there ?? 'not known'} in what is stored`;
}

/** A model is declared differently from what is stored, so that the call could not be answered or would do damage. */
export class SchemaChangedError extends RedstartError {
  readonly code = 'SCHEMA_CHANGED';

  constructor(
    readonly model: string,
    readonly changes: readonly SchemaChange[],
    /** how its reader has indexes built */
    reindex = `${model}.reindex()`,
  ) {
    const newer = changes.find(isNewer);
    // what would build an index for this program would take those of the newer one away
    const wrong = newer ? changes.filter(({ kind }) => kind !== 'index') : changes;
    const remedies = [...new Set(wrong.map((change) => REMEDIES[change.kind](model, change, reindex)))];
    super(`${model} has changed: ${changes.map(describeChange).join('; ')}. ${remedies.join('. ')}.`);
  }
}
