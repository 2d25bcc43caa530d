import { dirname, isAbsolute, resolve } from 'node:path';
import type { FolderMount } from '../ports/containerEngine.ts';
import type { EntryKind, FileSystem } from '../ports/fileSystem.ts';
import { FcError } from '../shared/fcError.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';

export interface MountPlan {
  readonly mounts: readonly FolderMount[];
  /** What the function finds in the cloud and not here, one sentence each, for its log. */
  readonly notes: readonly string[];
}

/**
 * Folders of this machine in the place of the function's NAS file systems and OSS buckets.
 * @param folders the setting `fcContainer.mounts`: mount directory → folder; those of other functions do not matter
 * @throws FcError `ConfigInvalid` for a folder that is not one, and for two mount points in one directory
 */
export async function mountPlan(
  spec: FunctionSpec,
  folders: Readonly<Record<string, string>>,
  files: FileSystem,
): Promise<MountPlan> {
  const chosen = new Map(Object.entries(folders).map(([directory, folder]) => [plain(directory), folder]));
  const mounts: FolderMount[] = [];
  const notes: string[] = [];
  for (const { directory, what, readOnly } of mountPointsOf(spec)) {
    const hostFolder = directory === undefined ? undefined : chosen.get(directory);
    if (directory === undefined || hostFolder === undefined) {
      notes.push(missing(what, directory));
      continue;
    }
    if (mounts.some(({ containerFolder }) => containerFolder === directory))
      throw new FcError('ConfigInvalid', `${spec.functionName} mounts two things at ${directory}.`, {
        hint: `Give each mount point in ${spec.configFile} a directory of its own.`,
        about: spec,
      });
    await requireFolder(spec, directory, hostFolder, files);
    mounts.push({ hostFolder, containerFolder: directory, readOnly });
  }
  return { mounts, notes };
}

interface MountPoint {
  /** Where it is in the container; absent where only Serverless Devs knows. */
  readonly directory?: string;
  readonly what: string;
  readonly readOnly: boolean;
}

/** What `auto` stands for when `s deploy` sees it: component fc3, `src/subCommands/deploy/impl/function.ts`. */
function mountPointsOf({ functionName, nasConfig, ossMountConfig }: FunctionSpec): readonly MountPoint[] {
  const nas =
    nasConfig === 'auto'
      ? [{ directory: `/mnt/${functionName}`, what: 'The NAS file system of nasConfig: auto', readOnly: false }]
      : (nasConfig?.mountPoints ?? []).map(({ mountDir, serverAddr }) => ({
          directory: plain(mountDir),
          what: `The NAS file system ${serverAddr}`,
          readOnly: false,
        }));
  const oss =
    ossMountConfig === 'auto'
      ? [{ what: 'The OSS bucket of ossMountConfig: auto', readOnly: false }]
      : (ossMountConfig?.mountPoints ?? []).map(({ mountDir, bucketName, readOnly }) => ({
          directory: plain(mountDir),
          what: `The OSS bucket ${bucketName}`,
          readOnly,
        }));
  return [...nas, ...oss];
}

function missing(what: string, directory: string | undefined): string {
  return directory === undefined
    ? `${what} is not mounted here: only Serverless Devs knows where. Write its mount point into s.yaml to choose a folder.`
    : `${what} is not mounted here: choose a folder for ${directory} in the setting fcContainer.mounts.`;
}

async function requireFolder(spec: FunctionSpec, directory: string, folder: string, files: FileSystem): Promise<void> {
  const absolute = isAbsolute(folder);
  if (absolute && (await kindOf(folder, files)) === 'folder') return;
  const problem = absolute ? 'is no folder' : 'is no absolute path';
  throw new FcError('ConfigInvalid', `“${folder}”, chosen for ${directory} of ${spec.functionName}, ${problem}.`, {
    hint: 'Choose an existing folder in the setting fcContainer.mounts.',
    about: spec,
  });
}

/** What is at a path, through links, as the engine will see it. */
async function kindOf(path: string, files: FileSystem, links = 10): Promise<EntryKind | undefined> {
  const facts = await files.facts(path);
  if (facts?.linkTarget === undefined || links === 0) return facts?.kind;
  return kindOf(resolve(dirname(path), facts.linkTarget), files, links - 1);
}

/** A directory as it is compared: without an end. */
function plain(directory: string): string {
  return directory.replace(/(?<=.)\/+$/, '');
}
