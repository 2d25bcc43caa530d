import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../ports/clock.ts';
import type { FileSystem } from '../ports/fileSystem.ts';
import { FcError } from '../shared/fcError.ts';
import { lineRange, type Finding } from '../shared/finding.ts';
import { findFunctionSources } from '../workspace/findFunctionSources.ts';
import type { FunctionSource } from '../workspace/functionSource.ts';
import { readFunctionSpecs } from '../function/readFunctionSpecs.ts';
import type { InstancePool } from '../instance/instancePool.ts';
import { FunctionRecord } from './functionRecord.ts';
import { lintFunction } from './lintFunction.ts';
import type { EmulatorSnapshot } from './snapshot.ts';

/** The functions of the workspace and what is known about each. */
export class FunctionCatalog {
  readonly #files: FileSystem;
  readonly #records = new Map<string, FunctionRecord>();
  #adoptable: readonly FunctionSource[] = [];
  #configFindings: ReadonlyMap<string, readonly Finding[]> = new Map();

  readonly #poolOf: (record: FunctionRecord) => InstancePool;
  readonly #clock: Clock;

  constructor(files: FileSystem, poolOf: (record: FunctionRecord) => InstancePool, clock: Clock) {
    this.#files = files;
    this.#poolOf = poolOf;
    this.#clock = clock;
  }

  get records(): readonly FunctionRecord[] {
    return [...this.#records.values()];
  }

  /** @throws FcError `FunctionNotFound` */
  record(id: string): FunctionRecord {
    const record = this.#records.get(id);
    if (record === undefined)
      throw new FcError('FunctionNotFound', `function '${id}' does not exist.`, {
        hint: 'It needs a resource with component fc3 and runtime custom-container in an s.yaml of this workspace.',
      });
    return record;
  }

  async refresh(folders: readonly string[], signal?: AbortSignal): Promise<void> {
    const sources = await findFunctionSources(folders, this.#files, signal);
    const findings = new Map<string, readonly Finding[]>();
    const found = new Set<string>();
    for (const { configFile } of sources) {
      if (configFile === undefined) continue;
      const text = await this.#files.readText(configFile).catch((error: unknown) => unreadable(configFile, error));
      if (text === undefined) continue;
      const read = typeof text === 'string' ? readFunctionSpecs(configFile, text) : { specs: [], findings: [text] };
      findings.set(configFile, read.findings);
      for (const spec of read.specs) {
        found.add(spec.id);
        const record = this.#records.get(spec.id);
        if (record === undefined) this.#records.set(spec.id, new FunctionRecord(spec, this.#poolOf, this.#clock.now()));
        else if (!isDeepStrictEqual(record.spec, spec)) {
          record.spec = spec;
          record.changedAt = this.#clock.now();
        }
      }
    }
    // half-typed YAML must not take a running function away
    for (const [id, record] of this.#records) if (!found.has(id) && !record.inUse) this.#records.delete(id);
    this.#adoptable = sources.filter(({ configFile }) => configFile === undefined);
    this.#configFindings = findings;
  }

  check(dockerfile: string, text: string, buildArgs: Readonly<Record<string, string>>): readonly Finding[] {
    return this.records
      .filter(({ spec }) => spec.dockerfile === dockerfile)
      .flatMap((record) => lintFunction(record, text, buildArgs));
  }

  snapshot(): EmulatorSnapshot {
    return {
      functions: this.records
        .map((record) => record.snapshot)
        .sort((a, b) => a.spec.functionName.localeCompare(b.spec.functionName)),
      adoptable: this.#adoptable,
      configFindings: this.#configFindings,
    };
  }
}

/** One file that may not be read must not hide the functions of all the others. */
function unreadable(file: string, error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `This file cannot be read, so its functions are not known: ${reason}`;
  return { code: 'unreadable-config', severity: 'error', message, file, range: lineRange(0), fixes: [] };
}
