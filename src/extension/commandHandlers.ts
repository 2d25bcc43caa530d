import type { CommandHandlers } from './commandIds.ts';
import { adoptDockerfile } from './commands/adoptDockerfile.ts';
import { adviseMemory } from './commands/adviseMemory.ts';
import { createFunction } from './commands/createFunction.ts';
import { forgetCredentials, storeCredentials } from './commands/credentialsCommands.ts';
import { saveHistory, showHistory } from './commands/historyCommands.ts';
import { buildImage } from './commands/imageCommands.ts';
import { browseInstance, copyUrl, restartInstance, startInstance, stopInstance } from './commands/instanceCommands.ts';
import { invokeFunction } from './commands/invokeFunction.ts';
import { clearLog, saveLog, showFunctionLog, showLog, showRequestLog } from './commands/logCommands.ts';
import { openFunction } from './commands/openFunction.ts';
import { serveApi } from './commands/serveApi.ts';
import type { Services } from './services.ts';

/** Every command of the extension, in the order a person meets them. */
export function commandHandlers(services: Services): CommandHandlers {
  return {
    'fcContainer.function.create': (argument) => createFunction(services, argument),
    'fcContainer.function.adopt': (argument) => adoptDockerfile(services, argument),
    'fcContainer.functions.refresh': () => services.functions.refresh(),
    'fcContainer.function.open': (target) => openFunction(services, target),
    'fcContainer.image.build': (target) => buildImage(services, target),
    'fcContainer.instance.start': (target) => startInstance(services, target),
    'fcContainer.instance.stop': (target) => stopInstance(services, target),
    'fcContainer.instance.restart': (target) => restartInstance(services, target),
    'fcContainer.instance.browse': (target) => browseInstance(services, target),
    'fcContainer.function.invoke': (argument) => invokeFunction(services, argument),
    'fcContainer.function.copyUrl': (target) => copyUrl(services, target),
    'fcContainer.gateway.serve': (argument) => serveApi(services, argument),
    'fcContainer.history.show': (target) => showHistory(services, target),
    'fcContainer.history.save': (target) => saveHistory(services, target),
    'fcContainer.function.adviseMemory': (target) => adviseMemory(services, target),
    'fcContainer.credentials.store': (argument) => storeCredentials(services, argument),
    'fcContainer.credentials.forget': () => forgetCredentials(services),
    'fcContainer.log.show': () => showLog(services),
    'fcContainer.log.showFunction': (target) => showFunctionLog(services, target),
    'fcContainer.log.showRequest': (target) => showRequestLog(services, target),
    'fcContainer.log.clear': () => clearLog(services),
    'fcContainer.log.save': (target) => saveLog(services, target),
  };
}
