import type { LogLine } from '../ports/logSink.ts';

/** Colour codes and other control characters: an output channel does not draw them. */
const controlSequences = /\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/**
 * A line as people read it, in local time: `19:10:01.123 [hello] text`, with the text as the platform or the container
 * wrote it. A dot marks remarks of this emulator, which the cloud does not make. What goes on from the line before has no time of its own and stands under that line's text.
 */
export function panelText({ time, functionName, source, text, continues }: LogLine): string {
  const isRemark = source === 'platform' && !ofPlatform.test(text);
  const clean = `${isRemark ? '· ' : ''}${text.replace(controlSequences, '')}`;
  if (continues) return `${' '.repeat('19:10:01.123 [] '.length + functionName.length)}${clean}`;
  return `${clockText(time)} [${functionName}] ${clean}`;
}

/** How the platform's own lines begin (docs: function log; log tail). */
const ofPlatform = /^(?:FC (?:Initialize|Invoke|PreStop) |Duration: )/;

/** The last time that was written: in a flood many lines share a second, and most a millisecond. */
const last = { ms: NaN, text: '', second: NaN, secondText: '' };

function clockText(time: Date): string {
  const ms = time.getTime();
  if (ms === last.ms) return last.text;
  const second = Math.floor(ms / 1000);
  if (second !== last.second) {
    const parts = [time.getHours(), time.getMinutes(), time.getSeconds()];
    last.secondText = parts.map((value) => String(value).padStart(2, '0')).join(':');
    last.second = second;
  }
  last.text = `${last.secondText}.${String(ms - second * 1000).padStart(3, '0')}`;
  last.ms = ms;
  return last.text;
}
