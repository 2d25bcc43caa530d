import { coldStartText } from '../../core/instance/coldStartText.ts';
import type { Instance, InstanceState } from '../../core/instance/instance.ts';
import { timeLeft } from './functionState.ts';
import type { Row, RowIcon } from './row.ts';

const spinning: RowIcon = { name: 'loading~spin' };
const icons: Readonly<Record<InstanceState, RowIcon>> = {
  starting: spinning,
  initializing: spinning,
  idle: { name: 'vm-active' },
  busy: { name: 'vm-running' },
  frozen: { name: 'vm-outline' },
  draining: spinning,
  stopped: { name: 'vm-outline' },
  failed: { name: 'error' },
};

const words: Readonly<Record<InstanceState, string>> = {
  starting: 'starting',
  initializing: 'running its initializer',
  idle: 'idle',
  busy: 'busy',
  frozen: 'frozen until the next call',
  draining: 'stopping',
  stopped: 'stopped',
  failed: 'failed',
};

/** One instance: what it does, and how long its cold start took. */
export function instanceRow(instance: Instance, now: Date): Row {
  const { instanceId, functionId, state, healthy, coldStart } = instance;
  const left = timeLeft(instance, now);
  const parts = [
    healthy ? words[state] : 'unhealthy, gets no calls',
    ...(left === undefined ? [] : [left]),
    ...(coldStart === undefined ? [] : [`cold start ${shortTime(coldStart.totalMs)}`]),
  ];
  return {
    id: `${functionId} ${instanceId}`,
    label: shortId(instanceId),
    description: parts.join(' · '),
    icon: healthy ? icons[state] : { name: 'warning', color: 'problemsWarningIcon.foreground' },
    tooltip: {
      title: instanceId,
      facts: [
        ['Container', instance.containerId.slice(0, 12)],
        ['Image', instance.imageId.replace('sha256:', '').slice(0, 12)],
        ['Started', instance.startedAt.toLocaleTimeString()],
        ...(instance.hostPort === undefined ? [] : [['Past the gateway', `127.0.0.1:${instance.hostPort}`] as const]),
      ],
      text: coldStart === undefined ? [] : [coldStartText(coldStart)],
    },
    spoken: `Instance ${shortId(instanceId)}, ${parts.join(', ')}`,
    contextValue: 'instance',
    function: functionId,
  };
}

/** The end of it is chance, so that no other instance has it; and what is searched for in the log is found. */
function shortId(instanceId: string): string {
  return instanceId.slice(-8);
}

/** A row has little room. */
function shortTime(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
