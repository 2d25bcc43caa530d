/** Numbers as a person reads them, in the language of the page. */

const language = document.documentElement.lang || 'en';
const exact = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const rough = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

export function formatCount(value: number): string {
  return exact.format(value);
}

/** Milliseconds stay milliseconds, as in the function's log, until they no longer tell anything. */
export function formatDuration(ms: number): string {
  return ms < 10_000 ? `${exact.format(ms)} ms` : `${exact.format(ms / 1000)} s`;
}

export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${exact.format(bytes)} B`;
  if (bytes < 1024 * 1024) return `${rough.format(bytes / 1024)} KB`;
  return `${rough.format(bytes / 1024 / 1024)} MB`;
}
