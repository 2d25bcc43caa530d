import { workspace, type WorkspaceConfiguration } from 'vscode';
import { defaultSettings, type Settings } from '../core/emulator/settings.ts';

/** The only reader of the editor's settings; values of a wrong type or out of range fall back to the defaults. */
export function readSettings(): Settings {
  const read = reader(workspace.getConfiguration('fcContainer'));
  const { gateway, credentials, ...given } = defaultSettings;
  return {
    engineAddress: read('engine.address', text) ?? given.engineAddress,
    buildArgs: read('build.args', texts) ?? given.buildArgs,
    startTimeoutSeconds: read('instance.startTimeout', number(1, 120)) ?? given.startTimeoutSeconds,
    accountId: read('accountId', text) ?? given.accountId,
    maxInstances: read('instance.maxInstances', number(1, 100)) ?? given.maxInstances,
    maxQueuedRequests: read('instance.maxQueuedRequests', number(0, 10_000)) ?? given.maxQueuedRequests,
    idleTimeoutSeconds: read('instance.idleTimeout', number(0, 86_400)) ?? given.idleTimeoutSeconds,
    freeze: read('instance.freeze', flag) ?? given.freeze,
    pullMissingImage: read('image.pullMissing', flag) ?? given.pullMissingImage,
    gateway: {
      port: read('gateway.port', number(0, 65_535)) ?? gateway.port,
      checkSignatures: read('gateway.checkSignatures', flag) ?? gateway.checkSignatures,
      accessKeyId: read('gateway.accessKeyId', text) ?? gateway.accessKeyId,
      accessKeySecret: read('gateway.accessKeySecret', text) ?? gateway.accessKeySecret,
      defaultDomainRules: read('gateway.defaultDomainRules', flag) ?? gateway.defaultDomainRules,
      allowedHosts: read('gateway.allowedHosts', list) ?? gateway.allowedHosts,
    },
    credentials: {
      source: read('credentials.source', oneOf('none', 'own')) ?? credentials.source,
      profile: read('credentials.profile', text) ?? credentials.profile,
    },
    mounts: read('mounts', texts) ?? given.mounts,
    nonWebFunctions: read('nonWebFunctions', list) ?? given.nonWebFunctions,
  };
}

function reader(configuration: WorkspaceConfiguration) {
  return <T>(name: string, as: (value: unknown) => T | undefined): T | undefined => as(configuration.get(name));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() : undefined;
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function number(least: number, most: number) {
  return (value: unknown): number | undefined =>
    typeof value === 'number' && value >= least && value <= most ? value : undefined;
}

function oneOf<T extends string>(...choices: readonly T[]) {
  return (value: unknown): T | undefined => choices.find((choice) => choice === value);
}

function list(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : undefined;
}

function texts(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
