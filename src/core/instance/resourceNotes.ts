import type { EngineInfo } from '../ports/containerEngine.ts';
import type { FunctionSpec } from '../function/functionSpec.ts';

const megabyte = 1024 * 1024;

/** What a function has in the cloud and not on this engine, one sentence each, for its log. */
export function resourceNotes(spec: FunctionSpec, engine: EngineInfo): readonly string[] {
  const { functionName, cpu, memorySize, diskSize, gpu } = spec;
  const engineMegabytes = Math.floor(engine.memoryBytes / megabyte);
  return [
    cpu > engine.cpuCount &&
      `${functionName} has ${engine.cpuCount} of its ${cpu} vCPUs: the engine has no more. In the cloud it is faster.`,
    memorySize > engineMegabytes &&
      `${functionName} may use ${memorySize} MB of memory and the engine has ${engineMegabytes} MB: it can run out earlier here.`,
    !engine.limitsDisk &&
      `The engine's storage cannot limit the disk of ${functionName}: the ${diskSize} MB are measured after each call.`,
    gpu !== undefined && `${functionName} has no GPU here: in the cloud it has one of type ${gpu.type}.`,
  ].filter((note) => note !== false);
}

/** Why a function has no credentials although the settings ask for the user's own, for its log. */
export function missingCredentialsNote({ functionName }: FunctionSpec): string {
  return `${functionName} has no role in s.yaml and therefore no credentials, here as in the cloud.`;
}
