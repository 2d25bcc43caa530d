import path from 'node:path';
import type { FunctionSnapshot } from '../../core/emulator/snapshot.ts';
import { isNonWeb } from '../../core/function/nonWeb.ts';
import { sentencesOf } from '../../core/shared/startFailure.ts';
import { functionState, imageText, waitingText, stateText, type FunctionState } from './functionState.ts';
import { instanceRow } from './instanceRow.ts';
import type { Row, RowIcon, RowTooltip } from './row.ts';
import { causeWords, remedyOf } from './startCauses.ts';

/** What a row depends on besides the function. */
export interface RowContext {
  readonly now: Date;
  /** Whether a row that nobody folded shows its details. */
  readonly unfolded: boolean;
  /** Names of functions that serve nothing. */
  readonly nonWebFunctions: readonly string[];
}

const icons: Readonly<Record<FunctionState, RowIcon>> = {
  stopped: { name: 'circle-outline' },
  building: { name: 'loading~spin' },
  starting: { name: 'loading~spin' },
  stopping: { name: 'loading~spin' },
  ready: { name: 'circle-outline', color: 'testing.iconPassed' },
  running: { name: 'circle-filled', color: 'testing.iconPassed' },
  failed: { name: 'error', color: 'testing.iconFailed' },
};

/** What may be done in each state, as words for menus; `open` joins them while there is a URL. */
const verbs: Readonly<Record<FunctionState, readonly string[]>> = {
  stopped: ['startable'],
  failed: ['startable'],
  ready: ['startable', 'stoppable'],
  starting: ['stoppable'],
  running: ['stoppable'],
  building: [],
  stopping: [],
};

/** A function with what it is made of: its image, its URL, its instances, and why it did not start. */
export function functionRow(snapshot: FunctionSnapshot, context: RowContext): Row {
  const { spec, url, instances } = snapshot;
  const state = functionState(snapshot);
  const text = (state === 'starting' ? waitingText(snapshot, context.now) : undefined) ?? stateText(snapshot);
  const words = new Set(['function', ...verbs[state]]);
  if (url !== undefined) words.add('open');
  // its URL is still open
  if (url !== undefined && state === 'failed') words.add('stoppable');
  if (isNonWeb(spec, context.nonWebFunctions)) words.delete('startable');
  return {
    id: spec.id,
    label: spec.functionName,
    description: text,
    icon: icons[state],
    tooltip: tooltip(snapshot, text),
    spoken: [spec.functionName, text, imageText(snapshot)].filter(Boolean).join(', '),
    contextValue: [...words].join(' '),
    function: spec.id,
    unfolded: context.unfolded,
    children: [
      ...failureRows(snapshot),
      imageRow(snapshot),
      urlRow(snapshot, context),
      ...instances.map((instance) => instanceRow(instance, context.now)),
    ],
  };
}

/** Why it did not start, and what to do about it; a click opens where that is done. */
function failureRows({ spec, startFailure, activity }: FunctionSnapshot): readonly Row[] {
  if (startFailure === undefined || activity === 'starting') return [];
  const { cause, code, message, found, nextStep } = startFailure;
  const tooltip = { title: code, text: [message, ...sentencesOf(startFailure)] };
  const remedy = remedyOf(cause, spec);
  const causeRow: Row = {
    id: `${spec.id} cause`,
    label: causeWords[cause],
    icon: { name: 'info' },
    tooltip,
    spoken: [causeWords[cause], ...found].join('. '),
    command: { command: 'fcContainer.log.show', title: 'Show Log' },
    function: spec.id,
  };
  if (nextStep === undefined) return [causeRow];
  const nextRow: Row = {
    id: `${spec.id} next step`,
    label: nextStep,
    icon: { name: 'lightbulb', color: 'editorLightBulb.foreground' },
    tooltip,
    function: spec.id,
    ...(remedy === undefined
      ? {}
      : { at: remedy, command: { command: 'fcContainer.function.open', title: 'Open Function Configuration' } }),
  };
  return [causeRow, nextRow];
}

function imageRow(snapshot: FunctionSnapshot): Row {
  const { spec } = snapshot;
  const { image } = spec.container;
  return {
    id: `${spec.id} image`,
    label: image === '' ? 'no image' : path.posix.basename(image),
    description: imageText(snapshot),
    icon: { name: 'package' },
    tooltip: { title: image },
    function: spec.id,
  };
}

function urlRow({ spec, url }: FunctionSnapshot, { nonWebFunctions }: RowContext): Row {
  const about = { id: `${spec.id} url`, function: spec.id };
  if (isNonWeb(spec, nonWebFunctions))
    return { ...about, label: 'no server', description: 'runs once for each event', icon: { name: 'symbol-event' } };
  const caPort = `CAPort ${spec.container.port}`;
  if (url === undefined) return { ...about, label: caPort, icon: { name: 'plug' } };
  return {
    ...about,
    label: url,
    description: caPort,
    icon: { name: 'globe' },
    tooltip: { title: url, text: ['Calls of this URL go through the HTTP trigger, as in the cloud.'] },
    spoken: `URL ${url}`,
    contextValue: 'url',
    command: { command: 'fcContainer.instance.browse', title: 'Open Function in Browser' },
  };
}

function tooltip(snapshot: FunctionSnapshot, text: string): RowTooltip {
  const { spec, url } = snapshot;
  return {
    title: `${spec.functionName} ${text}`,
    facts: [
      ...(url === undefined ? [] : [['URL', url] as const]),
      ['Image', `${spec.container.image} ${imageText(snapshot)}`],
      ['CAPort', String(spec.container.port)],
      [
        'Resources',
        `${spec.cpu} vCPU, ${spec.memorySize} MB, timeout ${spec.timeout} s, concurrency ${spec.instanceConcurrency}`,
      ],
      ['Declared in', spec.configFile],
    ],
    text: functionState(snapshot) === 'ready' ? ['It has no instance: the next call starts one.'] : [],
  };
}
