import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { BuiltImage } from '../../../src/core/image/builtImage.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { InvocationReport } from '../../../src/core/invocation/invocation.ts';
import type { MemoryAdvice } from '../../../src/core/invocation/memoryAdvice.ts';
import type { FcError, FcErrorCode } from '../../../src/core/shared/fcError.ts';
import type { CommandArguments, CommandId } from '../../../src/extension/commandIds.ts';
import type { InvokeCommandResult } from '../../../src/extension/commands/invokeFunction.ts';

/** What the commands give to a program. */
interface CommandResults extends Record<CommandId, unknown> {
  'fcContainer.function.create': { folder: string; files: readonly string[] };
  'fcContainer.function.adopt': { configFile: string };
  'fcContainer.function.invoke': InvokeCommandResult;
  'fcContainer.image.build': BuiltImage;
  'fcContainer.instance.start': Instance;
  'fcContainer.instance.restart': Instance;
  'fcContainer.function.copyUrl': string;
  'fcContainer.function.adviseMemory': MemoryAdvice | undefined;
  'fcContainer.gateway.serve': string;
  'fcContainer.history.show': readonly InvocationReport[];
  'fcContainer.history.save': { path: string; calls: number };
  'fcContainer.log.showFunction': { lines: number };
  'fcContainer.log.showRequest': { lines: number };
  'fcContainer.log.save': { path: string };
}

/** Runs a command of the extension as a program does. */
export async function run<Id extends CommandId>(id: Id, argument?: CommandArguments[Id]): Promise<CommandResults[Id]> {
  return commands.executeCommand<CommandResults[Id]>(id, argument);
}

/** Runs a command that must be refused, with this code, and gives the error. */
export async function refused<Id extends CommandId>(
  code: FcErrorCode,
  id: Id,
  argument: CommandArguments[Id],
): Promise<FcError> {
  const error = await run(id, argument).then(
    () => assert.fail(`${id} was not refused`),
    (thrown: unknown) => thrown as FcError,
  );
  assert.equal(error.code, code, error.stack);
  return error;
}
