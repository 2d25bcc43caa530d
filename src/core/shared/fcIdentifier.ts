/**
 * Identifiers as Function Compute 3.0 writes them: `<prefix>-<8 hex unix seconds>-<8 hex>-<12 hex>`
 * (docs: custom container sample `1-65b764db-15eb737f-0c67ab5cd968` for a request, `c-65b764db-15fa2aa8-bc50f7839399`
 * for an instance).
 */
export function fcIdentifier(prefix: '1' | 'c', now: Date, randomHex: (digits: number) => string): string {
  const seconds = Math.floor(now.getTime() / 1000)
    .toString(16)
    .padStart(8, '0');
  return `${prefix}-${seconds}-${randomHex(8)}-${randomHex(12)}`;
}
