/** What a program can be told of an entity. */
export const HOOK_EVENTS = [
  'beforeSave',
  'afterSave',
  'beforeDelete',
  'afterDelete',
  'afterLoad',
  'afterExpire',
] as const;

export type HookEvent = (typeof HOOK_EVENTS)[number];

/** A method of a model that a decorator says to call. */
export interface HookDraft {
  readonly event: HookEvent;
  readonly method: string;
}
