import type { Script } from './script.js';

interface Declared<K extends string, A extends string> extends Omit<Script<K, A>, 'source'> {
  /** the modules that it needs, in the order in which they are declared */
  readonly modules: () => readonly string[];
  readonly body: string;
}

/** A script of which the modules stand once for all that share them: its text is put together when a server first needs it. */
class EmbeddedScript<K extends string, A extends string> implements Script<K, A> {
  readonly name: string;
  readonly sha1: string;
  readonly keys: readonly K[];
  readonly args: readonly A[];
  readonly rest: string | undefined;
  readonly readOnly: boolean;
  readonly freesMemory: boolean;
  readonly library: number;
  private text: string | undefined;

  constructor(private readonly declared: Declared<K, A>) {
    this.name = declared.name;
    this.sha1 = declared.sha1;
    this.keys = declared.keys;
    this.args = declared.args;
    this.rest = declared.rest;
    this.readOnly = declared.readOnly;
    this.freesMemory = declared.freesMemory === true;
    this.library = declared.library ?? 0;
  }

  get source(): string {
    this.text ??= [...this.declared.modules(), this.declared.body].join('\n');
    return this.text;
  }
}

/** What scripts/embed.ts writes for each script. */
export const embedded = <K extends string, A extends string>(declared: Declared<K, A>): Script<K, A> =>
  new EmbeddedScript(declared);
