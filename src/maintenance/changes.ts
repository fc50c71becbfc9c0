import type { SchemaChange } from '../errors/model.js';
import { VERSION } from '../schema/version.js';
import {
  identityOf,
  type Knowledge,
  type KnownIndex,
  type KnownLink,
  type KnownModel,
  newestVersion,
} from './known.js';

const DECLARED = 'declared';
const KEPT = 'kept';

const typeOf = ({ fields, types }: KnownModel, name: string): string | undefined => types[fields.indexOf(name)];

const kindOfIds = ({ integer }: KnownModel): string => (integer ? 'integer' : 'text');

function fieldChanges(here: KnownModel, there: KnownModel): SchemaChange[] {
  // what the version of rows means is a change of its own
  const names = [...new Set([...here.fields, ...there.fields])].filter((name) => name !== VERSION);
  return names.flatMap((name) => {
    const [own, known] = [typeOf(here, name), typeOf(there, name)];
    if (own === known || (own === undefined && there.dropped.includes(name))) return [];
    const kind = known === undefined ? 'field' : own === undefined ? 'field dropped' : 'type';
    return [{ kind, name, here: own, there: known }] as const;
  });
}

/** Why an index of the program does not answer; undefined where it is complete. */
function stateOf(own: KnownIndex, known: KnownIndex | undefined): string | undefined {
  if (!known) return 'not built';
  // a list of the entities without a value, which an index of a required field has not
  return known.state ?? (own.missing && !known.missing ? 'not built' : undefined);
}

function indexChanges(here: KnownModel, there: KnownModel): SchemaChange[] {
  const byName = new Map(there.indexes.map((index) => [identityOf(index), index]));
  const added = here.indexes.flatMap((index): SchemaChange[] => {
    const name = identityOf(index);
    const state = stateOf(index, byName.get(name));
    byName.delete(name);
    return state === undefined ? [] : [{ kind: 'index', name, here: DECLARED, there: state }];
  });
  const dropped = [...byName.keys()].map(
    (name): SchemaChange => ({ kind: 'index dropped', name, here: undefined, there: KEPT }),
  );
  return [...added, ...dropped];
}

/** The names of the containers of a model. */
export function containersOf({ key, owned, links }: KnownModel): string[] {
  const orders = new Set(links.map(({ own }) => own));
  const start = `${key}#own:`;
  return owned.filter((beginning) => !orders.has(beginning)).map((beginning) => beginning.slice(start.length, -1));
}

function containerChanges(here: KnownModel, there: KnownModel): SchemaChange[] {
  const [own, known] = [containersOf(here), containersOf(there)];
  const added = own
    .filter((name) => !known.includes(name))
    .map((name): SchemaChange => ({ kind: 'container', name, here: DECLARED, there: undefined }));
  const dropped = known
    .filter((name) => !own.includes(name))
    .map((name): SchemaChange => ({ kind: 'container dropped', name, here: undefined, there: KEPT }));
  return [...added, ...dropped];
}

/** Where a side is kept, as lib/schema/links.lua says it. */
const placeOf = (link: KnownLink | undefined): string | undefined => link && `${link.kind} ${link.model} #${link.out}`;

function relationChanges(here: KnownModel, there: KnownModel): SchemaChange[] {
  const names = [...new Set([...here.links, ...there.links].map(({ name }) => name))];
  return names.flatMap((name) => {
    const [own, known] = [here, there].map(({ links }) => placeOf(links.find((link) => link.name === name)));
    if (own === known) return [];
    return [{ kind: own === undefined ? 'relation dropped' : 'relation', name, here: own, there: known }] as const;
  });
}

/** Whether rows may be of an older version than the program's. */
function versionChanges({ version, model }: KnownModel, { migrated }: KnownModel): SchemaChange[] {
  const [own, oldest] = [version || '1', migrated || '1'];
  return Number(oldest) < Number(own) ? [{ kind: 'version', name: model, here: own, there: oldest }] : [];
}

/** That rows may be of a newer version than the program's; nothing where none can be. */
export function newerRows(here: KnownModel, there: Knowledge): SchemaChange[] {
  if (there === undefined || there === 'rows') return [];
  const [own, newest] = [here.version || '1', newestVersion(there)];
  return newest > Number(own) ? [{ kind: 'version', name: here.model, here: own, there: String(newest) }] : [];
}

/** What differs between a declaration and what the server knows. */
export function changesBetween(here: KnownModel, there: Knowledge): SchemaChange[] {
  if (there === undefined) return [];
  if (there === 'rows')
    return here.indexes.map((index) => ({
      kind: 'index',
      name: identityOf(index),
      here: DECLARED,
      there: 'doubted',
    }));
  const ids: SchemaChange[] =
    here.integer === there.integer
      ? []
      : [{ kind: 'id', name: here.id, here: kindOfIds(here), there: kindOfIds(there) }];
  const ofFields = [...ids, ...fieldChanges(here, there), ...indexChanges(here, there)];
  return [
    ...ofFields,
    ...containerChanges(here, there),
    ...relationChanges(here, there),
    ...versionChanges(here, there),
  ];
}

/** Those that make a program's reads and writes wrong, whatever it asks. */
export const contradictions = (changes: readonly SchemaChange[]): SchemaChange[] =>
  changes.filter(({ kind }) => kind === 'id' || kind === 'type');
