import type { Services } from '../services.ts';

export interface AdoptArguments {
  /** Absolute path. */
  readonly dockerfile: string;
  readonly name?: string;
  readonly caPort?: number;
}

export function adoptDockerfile(_services: Services, _argument?: AdoptArguments): Promise<void> {
  return Promise.reject(new Error('to come'));
}
