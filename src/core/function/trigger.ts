import type { ConfigMap } from './configValue.ts';

/** fc3 `src/schema.json`, ITriggerType. */
export const triggerTypes = [
  'http',
  'timer',
  'oss',
  'log',
  'mns_topic',
  'cdn_events',
  'tablestore',
  'eventbridge',
] as const;

export type TriggerType = (typeof triggerTypes)[number];

export interface Trigger {
  readonly name: string;
  readonly type: TriggerType;
  /** Which version or alias is called. */
  readonly qualifier: string;
  /** `triggerConfig` as it is written, without what looks like a password. */
  readonly config: ConfigMap;
}

export interface HttpTrigger {
  readonly name: string;
  readonly qualifier: string;
  readonly methods: readonly string[];
  readonly authType: string;
  /** Whether the public URL is switched off. */
  readonly disableURLInternet: boolean;
}
