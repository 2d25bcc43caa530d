import { env, window } from 'vscode';
import { isScripted } from '../scripted.ts';
import type { Services } from '../services.ts';
import { requireTrust } from '../trust.ts';

/** Serves the API on this machine, if it is not served already, and tells where. @returns its URL */
export async function serveApi({ emulator }: Services, argument?: object): Promise<string> {
  requireTrust();
  const url = await emulator.serveApi();
  if (!isScripted(argument)) void tell(url);
  return url;
}

async function tell(url: string): Promise<void> {
  const copy = 'Copy URL';
  const text = `The API of Function Compute is served at ${url}. Give it to an SDK as its endpoint.`;
  if ((await window.showInformationMessage(text, copy)) === copy) await env.clipboard.writeText(url);
}
