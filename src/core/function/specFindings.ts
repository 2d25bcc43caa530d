import type { Finding, FindingFix, FindingSeverity, TextRange } from '../shared/finding.ts';

/** Everything that can be said about an `s.yaml`, one code each. */
export const specFindingCodes = [
  // the file
  'yaml-syntax', // not YAML
  'several-documents', // a second document, which Serverless Devs does not read
  'config-too-large', // not read at all
  'fc2-config', // written for component fc (Function Compute 2.0)

  // required properties
  'missing-function-name',
  'missing-region',
  'missing-runtime',
  'missing-image',

  // values the platform refuses
  'invalid-function-name',
  'duplicate-function-name',
  'unknown-region',
  'invalid-image',
  'invalid-port',
  'invalid-memory-size',
  'invalid-cpu',
  'cpu-memory-ratio',
  'invalid-disk-size',
  'invalid-timeout',
  'invalid-instance-concurrency',
  'invalid-gpu',
  'invalid-start-command', // entrypoint or command
  'invalid-health-check',
  'invalid-lifecycle-hook',
  'invalid-trigger',
  'duplicate-http-trigger', // one for each version or alias
  'invalid-registry',
  'invalid-log-config',
  'invalid-network', // vpcConfig, vpcBinding or customDNS
  'invalid-mount', // nasConfig or ossMountConfig
  'invalid-async-invoke-config',
  'invalid-scaling', // concurrencyConfig, provisionConfig or scalingConfig
  'invalid-session',
  'invalid-tag',
  'unsupported-layers',
  'invalid-environment-variable',
  'reserved-environment-variable', // begins with FC_
  'environment-too-large', // over 4 KB in total

  // the shape of the file
  'invalid-type', // text where a list belongs, and the like
  'unknown-property', // nothing fc3 knows
  'obsolete-property', // once known, without effect now
] as const;

export type SpecFindingCode = (typeof specFindingCodes)[number];

export interface FindingOptions {
  readonly severity?: FindingSeverity;
  readonly fixes?: readonly FindingFix[];
}

/** Gathers what is wrong with one `s.yaml`, and which values only Serverless Devs can know. */
export class SpecFindings {
  readonly #file: string;
  readonly #findings: Finding[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** In the order of the text. */
  get findings(): readonly Finding[] {
    return this.#findings.toSorted(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    );
  }

  add(code: SpecFindingCode, range: TextRange, message: string, options: FindingOptions = {}): void {
    const { severity = 'error', fixes = [] } = options;
    this.#findings.push({ code, severity, message, file: this.#file, range, fixes });
  }

  /** A fix that writes something else in the place of the finding. */
  replacement(title: string, range: TextRange, newText: string): FindingFix {
    return { title, file: this.#file, edits: [{ range, newText }] };
  }
}
