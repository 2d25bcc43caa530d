import { window } from 'vscode';
import type { StoredCredentials } from '../../core/ports/credentials.ts';
import { credentialsSecret } from '../credentialsSecret.ts';
import { askCredentials } from '../input/askCredentials.ts';
import { openMachineSettings, takeStep } from '../nextSteps.ts';
import { isScripted, requireTexts } from '../scripted.ts';
import type { Services } from '../services.ts';
import { readSettings } from '../settings.ts';

/** Keeps a key pair in the editor's secret storage. It is never shown again, and never written anywhere else. */
export async function storeCredentials({ secrets }: Services, argument?: StoredCredentials): Promise<void> {
  const given = isScripted(argument) ? argument : undefined;
  if (given !== undefined) requireTexts(given, 'accessKeyId', 'accessKeySecret');
  const { accessKeyId, accessKeySecret, securityToken, accountId } = given ?? (await askCredentials());
  const kept: StoredCredentials = {
    ...{ accessKeyId, accessKeySecret },
    ...(securityToken && { securityToken }),
    ...(accountId && { accountId }),
  };
  await secrets.store(credentialsSecret, JSON.stringify(kept));
  if (given === undefined && readSettings().credentials.source === 'none') void offerUse();
}

export async function forgetCredentials({ secrets }: Services): Promise<void> {
  await secrets.delete(credentialsSecret);
  window.setStatusBarMessage('The stored Alibaba Cloud credentials are forgotten', 5_000);
}

/** Nothing is given to a function before the person wants it. */
async function offerUse(): Promise<void> {
  const open = openMachineSettings('fcContainer.credentials.source');
  const text = 'The credentials are stored. Functions get short-lived ones made with them once the setting says “own”.';
  if ((await window.showInformationMessage(text, open.title)) !== undefined) await takeStep(open);
}
