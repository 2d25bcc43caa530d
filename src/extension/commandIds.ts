import type { StoredCredentials } from '../core/ports/credentials.ts';
import type { NewFunctionArguments } from './commands/createFunction.ts';
import type { AdoptArguments } from './commands/adoptDockerfile.ts';
import type { InvokeArguments } from './commands/invokeFunction.ts';
import type { RequestTarget, SaveLogArguments } from './commands/logCommands.ts';
import type { OpenTarget } from './commands/openFunction.ts';
import type { SaveArguments } from './input/askFile.ts';
import type { FunctionTarget } from './input/pickFunction.ts';

/**
 * Every command and what it may be given. Called with its arguments a command asks nothing, so that tasks, keybindings
 * and tests can use it; called without, it asks.
 */
export interface CommandArguments {
  'fcContainer.function.create': NewFunctionArguments;
  'fcContainer.function.adopt': AdoptArguments;
  'fcContainer.function.invoke': InvokeArguments;
  'fcContainer.function.copyUrl': FunctionTarget;
  'fcContainer.function.adviseMemory': FunctionTarget;
  'fcContainer.function.open': OpenTarget;
  'fcContainer.functions.refresh': undefined;
  'fcContainer.image.build': FunctionTarget;
  'fcContainer.instance.start': FunctionTarget;
  'fcContainer.instance.stop': FunctionTarget;
  'fcContainer.instance.restart': FunctionTarget;
  'fcContainer.instance.browse': FunctionTarget;
  /** An empty object is a program's: it gets the URL and no message. */
  'fcContainer.gateway.serve': object;
  'fcContainer.history.show': FunctionTarget;
  'fcContainer.history.save': SaveArguments;
  'fcContainer.credentials.store': StoredCredentials;
  'fcContainer.credentials.forget': undefined;
  'fcContainer.log.show': undefined;
  'fcContainer.log.showFunction': FunctionTarget;
  'fcContainer.log.showRequest': RequestTarget;
  'fcContainer.log.clear': undefined;
  'fcContainer.log.save': SaveLogArguments;
}

export type CommandId = keyof CommandArguments;

/** One handler per command: a missing or unknown one does not compile. */
export type CommandHandlers = {
  readonly [Id in CommandId]: (argument?: CommandArguments[Id]) => Promise<unknown>;
};
