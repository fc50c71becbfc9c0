import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Model, type ModelClass } from '../model/model.js';
import { clauseOf } from '../util/thrown.js';

/** Models of a file, or why there are none. */
type FoundModels = { readonly models: readonly ModelClass[] } | { readonly problem: string };

const isModel = (value: unknown): value is ModelClass =>
  typeof value === 'function' && value.prototype instanceof Model;

/** What a file exports, also where it was made for require(). */
const exportsOf = (module: Record<string, unknown>): unknown[] => {
  const { default: other } = module;
  return [...Object.values(module), ...(typeof other === 'object' && other !== null ? Object.values(other) : [])];
};

/** The models that a file exports. */
export async function modelsOf(file: string): Promise<FoundModels> {
  const url = pathToFileURL(path.resolve(file)).href;
  let module: Record<string, unknown>;
  try {
    module = (await import(url)) as Record<string, unknown>;
  } catch (error) {
    return {
      problem: `--models ${file} could not be loaded: ${clauseOf(error)}. Name a file of compiled JavaScript that exports the models.`,
    };
  }
  const models = [...new Set(exportsOf(module).filter(isModel))];
  if (models.length > 0) return { models };
  return {
    problem: `--models ${file} exports no class that extends Model of this package. Export the models; where they are of another copy of redstart, run the one that the file imports.`,
  };
}
