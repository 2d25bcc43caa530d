import path from 'node:path';
import type { FunctionSource } from '../../core/workspace/functionSource.ts';
import type { Row } from './row.ts';

/** A folder that only lacks an `s.yaml`. */
export function adoptableRow({ folder, dockerfile }: FunctionSource): Row {
  return {
    id: `adoptable ${folder}`,
    label: path.basename(folder),
    description: 'Dockerfile without s.yaml',
    icon: { name: 'file-code' },
    contextValue: 'adoptable',
    tooltip: { title: dockerfile ?? folder },
    ...(dockerfile === undefined
      ? {}
      : { dockerfile, command: { command: 'vscode.open', title: 'Open Dockerfile', file: dockerfile } }),
  };
}

/** The API, while it is served. */
export function apiRow(url: string): Row {
  return {
    id: 'api',
    label: 'API',
    description: url,
    icon: { name: 'broadcast' },
    tooltip: { title: url, text: ['SDKs of Alibaba Cloud reach the functions here when this is their endpoint.'] },
    contextValue: 'api',
    command: { command: 'fcContainer.gateway.serve', title: 'Serve API' },
  };
}
