import type { SpecFindingCode } from './specFindings.ts';

/** Which numbers a property takes. */
export interface NumberRule {
  readonly code: SpecFindingCode;
  readonly least: number;
  /** No limit when absent. */
  readonly most?: number;
  /** Values are multiples of it; 1 when absent. */
  readonly step?: number;
  readonly unit?: string;
}

export function keepsRule(value: number, { least, most = Infinity, step = 1 }: NumberRule): boolean {
  return value >= least && value <= most && isMultiple(value, step);
}

/** What the rule asks for, after "must be". */
export function describeRule({ least, most, step = 1, unit = '' }: NumberRule): string {
  const steps = step === 1 ? '' : ` in steps of ${step}`;
  const whole = step === 1 ? 'a whole number' : '';
  const measure = unit === '' ? '' : ` ${unit}`;
  if (most === undefined) return `${whole === '' ? '' : `${whole}, `}${least} or more${measure}${steps}`;
  return `${whole === '' ? '' : `${whole} from `}${least} to ${most}${measure}${steps}`;
}

/** Without the rounding of binary fractions: 0.35 is seven times 0.05. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step;
  return Math.abs(times - Math.round(times)) < 1e-6;
}
