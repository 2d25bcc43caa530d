import type { ContainerEngine, ContainerPlan } from '../ports/containerEngine.ts';
import { fcIdentifier } from '../shared/fcIdentifier.ts';
import { containerPlan } from '../instance/containerPlan.ts';
import type { FcIdentity } from '../instance/fcHeaders.ts';
import { mountPlan } from '../instance/mountPlan.ts';
import { missingCredentialsNote, resourceNotes } from '../instance/resourceNotes.ts';
import { InstanceLog } from '../log/instanceLog.ts';
import { credentialsOf } from './credentialsOf.ts';
import type { EmulatorContext } from './emulatorContext.ts';
import type { FunctionRecord } from './functionRecord.ts';
import { runnableImage, type RunnableImage } from './runnableImage.ts';

/** All that is settled before there is a container. */
export interface PreparedInstance extends RunnableImage {
  readonly instanceId: string;
  readonly identity: FcIdentity;
  readonly plan: ContainerPlan;
  readonly log: InstanceLog;
  /** What is less here than in the cloud, as far as it has not been told yet. */
  readonly notes: readonly string[];
}

/**
 * Image, credentials, mounts, name and log of one more instance.
 * @throws FcError `ImageMissing`, `ImageNotAmd64`, `ConfigInvalid`, `CredentialsUnavailable`; AbortError
 */
export async function preparedInstance(
  context: EmulatorContext,
  engine: ContainerEngine,
  record: FunctionRecord,
  { nonWeb, signal }: { readonly nonWeb: boolean; readonly signal: AbortSignal },
): Promise<PreparedInstance> {
  const { clock, settings, owner, files, randomHex } = context;
  const { spec } = record;
  const { accountId, mounts: folders, credentials: wanted } = settings();
  const found = await runnableImage(context, engine, record, signal);
  const credentials = await credentialsOf(context, spec, signal);
  const { mounts, notes } = await mountPlan(spec, folders, files);
  const instanceId = fcIdentifier('c', clock.now(), randomHex);
  const lacking = wanted.source !== 'none' && credentials === undefined ? [missingCredentialsNote(spec)] : [];
  return {
    ...found,
    instanceId,
    identity: { spec, accountId, credentials },
    plan: containerPlan({ spec, instanceId, accountId, owner, credentials, mounts, nonWeb }),
    log: new InstanceLog({ spec, instanceId, sink: context.log, clock }),
    notes: untold(record, [...notes, ...resourceNotes(spec, engine.info), ...lacking]),
  };
}

function untold({ told }: FunctionRecord, notes: readonly string[]): readonly string[] {
  const news = notes.filter((note) => !told.has(note));
  for (const note of news) told.add(note);
  return news;
}
