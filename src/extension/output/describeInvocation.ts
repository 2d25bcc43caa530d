import { coldStartText } from '../../core/instance/coldStartText.ts';
import type { InvocationResult } from '../../core/invocation/invocation.ts';

const maxShown = 256 * 1024;

/** An invocation as text: the numbers first, then the answer as it came. */
export function describeInvocation(result: InvocationResult): string {
  const memory =
    result.maxMemoryMb === undefined ? '' : `, memory ${result.maxMemoryMb.toFixed(2)} of ${result.memorySizeMb} MB`;
  return [
    `# ${result.error === undefined ? 'Succeeded' : `Failed: ${result.error.type}: ${result.error.message}`}`,
    ...(result.error?.hint === undefined ? [] : [`# ${result.error.hint}`]),
    `# RequestId: ${result.requestId}`,
    `# Duration: ${result.durationMs.toFixed(2)} ms, billed ${result.billedDurationMs} ms${memory}`,
    ...(result.coldStart === undefined ? [] : [`# ${coldStartText(result.coldStart)}`]),
    '',
    `HTTP/1.1 ${result.statusCode}`,
    ...Object.entries(result.headers).map(([name, value]) => `${name}: ${value}`),
    '',
    bodyText(result),
    '',
  ].join('\n');
}

function bodyText({ body, headers }: InvocationResult): string {
  const text = decodeText(body);
  if (text === undefined) return `(${body.length} bytes that are not text)`;
  if (body.length > maxShown) return `${text.slice(0, maxShown)}\n… ${body.length} bytes in all`;
  if (!/json/.test(headers['content-type'] ?? '')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The bytes as text, or `undefined` when they are not UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
