import type { Finding } from '../shared/finding.ts';
import type { FunctionRecord } from './functionRecord.ts';

export function lintFunction(_record: FunctionRecord, _text: string): readonly Finding[] {
  return [];
}
