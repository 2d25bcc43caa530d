import { workspace } from 'vscode';
import { defaultSettings, type Settings } from '../core/emulator/settings.ts';

/** The only reader of the editor's settings; values of a wrong type fall back to the defaults. */
export function readSettings(): Settings {
  const configuration = workspace.getConfiguration('fcContainer');
  return {
    engineAddress: text(configuration.get('engine.address')) ?? defaultSettings.engineAddress,
    buildArgs: texts(configuration.get('build.args')) ?? defaultSettings.buildArgs,
    startTimeoutSeconds: seconds(configuration.get('instance.startTimeout')) ?? defaultSettings.startTimeoutSeconds,
    accountId: text(configuration.get('accountId')) ?? defaultSettings.accountId,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() : undefined;
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 1 && value <= 120 ? value : undefined;
}

function texts(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
