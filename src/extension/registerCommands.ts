import { commands, Disposable } from 'vscode';
import type { CommandHandlers } from './commandIds.ts';
import { isScripted } from './scripted.ts';
import type { Services } from './services.ts';
import { showError } from './showError.ts';

/**
 * Registers every command behind one door. Called by a person, a failure is shown and the command ends quietly; called
 * with arguments, the caller also gets the error.
 */
export function registerCommands(handlers: CommandHandlers, services: Services): Disposable {
  const registrations = Object.entries(handlers).map(([id, handler]) =>
    commands.registerCommand(id, async (argument?: never) => {
      try {
        return await handler(argument);
      } catch (error) {
        showError(error, services, argument);
        if (isScripted(argument)) throw error;
        return undefined;
      }
    }),
  );
  return Disposable.from(...registrations);
}
