import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Files that do something and have no test of their own, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'emulator/connectAndSweep.ts': 'what it removes is told in createEmulator.test.ts',
  'function/checkProperties.ts': 'what it finds is listed in specFindings.test.ts',
  'function/configNode.ts': 'nodes come from configDocument.ts, and are tested with it',
  'function/propertyReader.ts': 'each of its readings is one of readFunctionSpecs.test.ts',
  'function/readComputeResources.ts': 'a part of readFunctionSpecs.ts, tested with the whole',
  'function/readContainerConfig.ts': 'a part of readFunctionSpecs.ts, tested with the whole',
  'function/readEnvironmentVariables.ts': 'a part of readFunctionSpecs.ts, tested with the whole',
  'function/readFunctionSpec.ts': 'a part of readFunctionSpecs.ts, tested with the whole',
  'instance/idleInstances.ts': 'what becomes of idle instances is told in instancePool.test.ts',
  'instance/instanceClient.ts': 'what httpInstanceClient.ts keeps, and is tested for',
  'instance/startFailedError.ts': 'what startInstance.ts throws, tested with it',
  'instance/whenListening.ts': 'a part of startInstance.ts, tested with it',
  'invocation/reportOf.ts': 'what invoke.ts and tunnel.ts tell, tested with them',
  'lint/exposedPorts.ts': 'what it reads is what the rule about EXPOSE finds',
  'lint/guessStartCommand.ts': 'its guess is the fix of the rule about the start command',
  'lint/platformFix.ts': 'the fix of the rules about platforms',
  'lint/rule.ts': 'what rules are made of',
  'scaffold/fileTransaction.ts': 'how writeScaffold.ts writes, tested with it',
  'scaffold/fillTemplate.ts': 'how planScaffold.ts fills, tested with it',
  'scaffold/folderNotWritable.ts': 'an error of writeScaffold.ts, tested with it',
  'scaffold/guessCaPort.ts': 'a part of adoptDockerfile.ts, tested with it',
};

/** A function, a class, or a value that is called: something a test can be wrong about. */
const exportsBehaviour =
  /^export (?:async )?function\*? |^export (?:abstract )?class |^export const \w+[^=]*= (?:async )?\(/m;

const sources = (await readdir('src/core', { recursive: true }))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();

const doesSomething = (file: string): boolean => exportsBehaviour.test(readFileSync(join('src/core', file), 'utf8'));

const testOf = (file: string): string => join('test/core', file.replace(/\.ts$/, '.test.ts'));

describe('The core', () => {
  it('is where this test looks for it', () => {
    expect(sources).toContain('emulator/createEmulator.ts');
    expect(sources.filter(doesSomething)).toContain('shared/event.ts');
    expect(sources.filter(doesSomething)).not.toContain('ports/clock.ts');
  });

  it('has a test at the same path for every file that does something', () => {
    const missing = sources.filter((file) => doesSomething(file) && !existsSync(testOf(file)) && !(file in exceptions));
    expect(missing.map(testOf)).toEqual([]);
  });
});
