import { join } from 'node:path';
import type { CredentialsRequest } from '../../core/ports/credentials.ts';
import type { FileSystem } from '../../core/ports/fileSystem.ts';
import { accessFileName, readAccessFile, type AccessFile } from './accessFile.ts';
import { aliyunConfigFile, readAliyunConfig, type AliyunConfig } from './aliyunConfig.ts';
import { environmentIdentity, type Environment } from './environmentIdentity.ts';
import type { Identity } from './identity.ts';
import { storedIdentity } from './storedIdentity.ts';
import { chooseAnother, unavailable } from './unavailable.ts';
import { textOf } from './writtenIdentity.ts';

/** Where the user's own Alibaba Cloud configuration is. */
export interface UserConfiguration {
  readonly files: FileSystem;
  readonly homeFolder: string;
  readonly environment: Environment;
  /** What the editor keeps: StoredCredentials as JSON. */
  readonly fromSecretStorage?: (() => Promise<string | undefined>) | undefined;
}

/**
 * Who the user is. A profile named in the settings counts before everything. Without one the order is that of the SDKs
 * and of Serverless Devs (docs: default credential chain): the environment; what `s.yaml` names as `access`; the CLI's
 * current profile; Serverless Devs' default; what the editor keeps.
 * @throws FcError `CredentialsUnavailable` when there is nobody, or the one named is not there: never another one
 */
export async function userIdentity(
  { profile, access }: CredentialsRequest,
  configuration: UserConfiguration,
  now: Date,
): Promise<Identity> {
  const { environment, fromSecretStorage } = configuration;
  const named = textOf(profile);
  if (named !== undefined) {
    const config = await aliyunConfig(configuration);
    const accesses = await accessFile(configuration);
    return (
      config.identity(named, now) ?? accesses.identity(named) ?? notThere(named, [...config.names, ...accesses.names])
    );
  }

  const fromEnvironment = environmentIdentity(environment);
  if (fromEnvironment !== undefined) return fromEnvironment;

  const alias = aliasOf(access);
  const accesses = await accessFile(configuration);
  const chosen = alias === undefined ? undefined : accesses.identity(alias);
  if (chosen !== undefined) return chosen;
  const config = await aliyunConfig(configuration);
  if (alias !== undefined && alias !== 'default')
    return config.identity(alias, now) ?? notThere(alias, [...accesses.names, ...config.names]);

  const current = config.identity(currentProfile(environment) ?? config.current, now);
  const found = current ?? accesses.identity(accesses.current);
  if (found !== undefined) return found;
  const stored = await fromSecretStorage?.();
  if (stored !== undefined && stored !== '') return storedIdentity(stored);
  throw unavailable(
    `There are no Alibaba Cloud credentials of yours: none in the environment, in ${aliyunConfigFile}, in ` +
      `${accessFileName} or in the editor.`,
    'Run “aliyun configure” or “s config add”, or set fcContainer.credentials.source to none.',
  );
}

/** What `access` in `s.yaml` means: nothing where only Serverless Devs can resolve it, or where it names the CLI itself. */
function aliasOf(access: string | undefined): string | undefined {
  return access?.includes('${') ? undefined : textOf(access);
}

/** As the CLI has it (`config/configuration.go`). */
function currentProfile(environment: Environment): string | undefined {
  const names = ['ALIBABA_CLOUD_PROFILE', 'ALIBABACLOUD_PROFILE', 'ALICLOUD_PROFILE'];
  return names.map((name) => textOf(environment[name])).find((name) => name !== undefined);
}

function notThere(name: string, names: readonly string[]): never {
  throw unavailable(
    `There is no profile “${name}” in ${aliyunConfigFile} and no access “${name}” in ${accessFileName}.`,
    names.length === 0 ? chooseAnother : `There are ${[...new Set(names)].join(', ')}. ${chooseAnother}`,
  );
}

async function aliyunConfig({ files, homeFolder }: UserConfiguration): Promise<AliyunConfig> {
  const text = await readText(files, join(homeFolder, '.aliyun', 'config.json'), aliyunConfigFile);
  return readAliyunConfig(text ?? '{}');
}

/** Where @serverless-devs/utils looks. */
async function accessFile({ files, homeFolder, environment }: UserConfiguration): Promise<AccessFile> {
  const folder = join(textOf(environment['serverless_devs_config_home']) ?? homeFolder, '.s');
  for (const name of ['access.yaml', 'access.yml']) {
    const text = await readText(files, join(folder, name), accessFileName);
    if (text !== undefined) return readAccessFile(text);
  }
  return readAccessFile('');
}

async function readText(files: FileSystem, path: string, shown: string): Promise<string | undefined> {
  try {
    return await files.readText(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw unavailable(`${shown} cannot be read: ${code ?? message}.`, chooseAnother);
  }
}
