import { SettingsError, WrongTypeError } from '../errors/container.js';
import { WAY_OUT } from './foreign.js';

/** Settings as they are kept, by name; undefined for what none are. */
function parse(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A setting as it is given: some are kept as text. */
function given(setting: unknown): unknown {
  if (setting === 'true' || setting === 'false') return setting === 'true';
  return typeof setting === 'string' && /^\d+$/.test(setting) ? Number(setting) : setting;
}

/**
 * Refuse the settings `here`, which are not those that are kept.
 *
 * @throws SettingsError that names the first setting that differs; WrongTypeError where no settings are kept but something else
 */
export function refuseSettings(
  name: string,
  here: string,
  kept: { readonly key: string; readonly text: string },
  utility: string,
): never {
  const [ours, theirs] = [parse(here)!, parse(kept.text)];
  if (!theirs) throw new WrongTypeError(kept.key, 'string', utility, WAY_OUT);
  const differs = (setting: string) => JSON.stringify(ours[setting]) !== JSON.stringify(theirs[setting]);
  const setting = Object.keys(ours).find(differs) ?? 'settings';
  throw new SettingsError(name, setting, given(ours[setting]), given(theirs[setting]));
}
