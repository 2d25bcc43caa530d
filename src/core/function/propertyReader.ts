import type { TextRange } from '../shared/finding.ts';
import type { ConfigEntry, ConfigNode } from './configNode.ts';
import { plainMap, type ConfigMap } from './configValue.ts';
import { describeRule, keepsRule, type NumberRule } from './numberRule.ts';
import type { FindingOptions, SpecFindingCode, SpecFindings } from './specFindings.ts';
import { listWritten } from './writtenList.ts';

export interface PropertyReaderOptions {
  readonly map: ConfigNode | undefined;
  /** What the names in messages begin with, e.g. `customContainerConfig`. */
  readonly path: string;
  /** Where to complain about what is not written. */
  readonly complainAt: TextRange;
  readonly findings: SpecFindings;
  /** Receives the names of properties only Serverless Devs can resolve. */
  readonly expressions: string[];
}

export interface ComplaintOptions extends FindingOptions {
  /** A part of the value. */
  readonly range?: TextRange | undefined;
}

/**
 * Reads the properties of one map. Whatever is wrong becomes a finding and reads as `undefined`, so that the caller's
 * default takes its place; an expression only Serverless Devs can resolve is noted and never complained about.
 */
export class PropertyReader {
  readonly #map: ConfigNode | undefined;
  readonly #path: string;
  readonly #complainAt: TextRange;
  readonly #findings: SpecFindings;
  readonly #expressions: string[];

  constructor({ map, path, complainAt, findings, expressions }: PropertyReaderOptions) {
    this.#map = map;
    this.#path = path;
    this.#complainAt = complainAt;
    this.#findings = findings;
    this.#expressions = expressions;
  }

  /** What is written, however wrong. */
  entry(key: string): ConfigEntry | undefined {
    return this.#map?.entry(key);
  }

  entries(): readonly ConfigEntry[] {
    return this.#map?.entries() ?? [];
  }

  /** Whether all of these are written as empty text, which is how a setting is switched off. */
  isBlank(...keys: readonly string[]): boolean {
    return keys.every((key) => this.entry(key)?.node.scalar === '');
  }

  /** The properties of a map inside this one. */
  map(key: string): PropertyReader | undefined {
    const node = this.#known(key);
    if (node === undefined) return undefined;
    if (node.kind === 'map') return this.#inner(node, key, this.entry(key)?.keyRange);
    this.#wrongType(node, key, 'a map of properties');
    return undefined;
  }

  /** The properties of a map, or `auto` (fc3 `src/utils/index.ts`: in any case, and with parameters after a `|`). */
  mapOrAuto(key: string): PropertyReader | 'auto' | undefined {
    const node = this.#known(key);
    if (node === undefined) return undefined;
    if (node.kind === 'map') return this.map(key);
    if (node.kind === 'text' && /^auto(?:\||$)/i.test(node.written)) return 'auto';
    this.#wrongType(node, key, 'auto or a map of properties');
    return undefined;
  }

  /** The whole map as plain data; what looks like a password is left out. */
  data(): ConfigMap {
    if (this.#map === undefined) return {};
    return plainMap(this.#map, this.#path, (name) => this.#expressions.push(name));
  }

  /** The properties of every map in a list. */
  maps(key: string): readonly PropertyReader[] {
    const node = this.#known(key);
    if (node === undefined) return [];
    if (node.kind !== 'list') {
      this.#wrongType(node, key, 'a list');
      return [];
    }
    return node.items().flatMap((item, index) => {
      if (item.kind === 'map') return [this.#inner(item, `${key}[${index}]`, item.entries()[0]?.keyRange)];
      if (!item.isExpression) this.#wrongType(item, `${key}[${index}]`, 'a map of properties');
      return [];
    });
  }

  /** Text. Expressions are kept as they are. */
  text(key: string, code: SpecFindingCode = 'invalid-type'): string | undefined {
    const node = this.#node(key);
    if (node === undefined) return undefined;
    if (node.isExpression) this.#expressions.push(this.#name(key));
    if (node.kind === 'text') return node.written;
    if (node.kind === 'map' || node.kind === 'list') {
      this.#wrongType(node, key, 'text', code);
      return undefined;
    }
    const quoted = JSON.stringify(node.written);
    this.#findings.add(code, node.range, `${this.#name(key)} must be text: write ${quoted}, with quotes.`, {
      fixes: [this.#findings.replacement(`Write ${quoted}`, node.range, quoted)],
    });
    return node.written;
  }

  /** Text that has to be there. */
  requiredText(key: string, code: SpecFindingCode): string | undefined {
    const kind = this.#node(key)?.kind;
    const text = this.text(key, code);
    if (text !== undefined && text !== '') return text;
    if (kind !== 'map' && kind !== 'list') this.complain(key, code, 'is missing.');
    return undefined;
  }

  /** Whether a secret is written. Its value gets into no spec, no finding and no fix. */
  secret(key: string, code: SpecFindingCode): boolean {
    const node = this.#node(key);
    if (node?.isExpression) this.#expressions.push(this.#name(key));
    if (node !== undefined && node.kind !== 'text') this.#wrongType(node, key, 'text, in quotes', code);
    return node?.kind === 'text' && node.written !== '';
  }

  boolean(key: string): boolean | undefined {
    const node = this.#known(key);
    if (node === undefined) return undefined;
    if (node.kind === 'boolean') return node.scalar as boolean;
    const value = /^(?:true|false)$/i.test(node.written) ? node.written.toLowerCase() : undefined;
    const how = value === undefined ? 'true or false' : `true or false: write ${value}, without quotes`;
    this.#findings.add('invalid-type', node.range, `${this.#name(key)} must be ${how}.`, {
      fixes: value === undefined ? [] : [this.#findings.replacement(`Write ${value}`, node.range, value)],
    });
    return value === undefined ? undefined : value === 'true';
  }

  number(key: string, rule: NumberRule): number | undefined {
    const node = this.#known(key);
    if (node === undefined) return undefined;
    const value = this.#numberOf(node, key, rule.code);
    if (value === undefined || keepsRule(value, rule)) return value;
    const message = `${this.#name(key)} must be ${describeRule(rule)}, not ${node.written}.`;
    this.#findings.add(rule.code, node.range, message);
    return undefined;
  }

  /** A list of texts; `undefined` when nothing is written. */
  texts(key: string, code: SpecFindingCode, example?: string): readonly string[] | undefined {
    const node = this.#known(key);
    if (node === undefined) return undefined;
    if (node.kind !== 'list') {
      const list = listWritten(node.written);
      const like = example === undefined ? '' : `, e.g. ${example}`;
      this.#findings.add(code, node.range, `${this.#name(key)} must be a list of texts${like}.`, {
        fixes: list === undefined ? [] : [this.#findings.replacement('Write it as a list', node.range, list)],
      });
      return undefined;
    }
    const texts: string[] = [];
    for (const [index, item] of node.items().entries()) {
      if (item.kind === 'text') texts.push(item.written);
      else if (item.kind === 'map' || item.kind === 'list' || item.kind === 'nothing')
        this.#wrongType(item, `${key}[${index}]`, 'text', code);
      else {
        const quoted = JSON.stringify(item.written);
        const message = `${this.#name(`${key}[${index}]`)} must be text: write ${quoted}, with quotes.`;
        const fixes = [this.#findings.replacement(`Write ${quoted}`, item.range, quoted)];
        this.#findings.add(code, item.range, message, { fixes });
        texts.push(item.written);
      }
    }
    return texts;
  }

  /** A value that must be one of a few. */
  oneOf<T extends string>(key: string, allowed: readonly T[], code: SpecFindingCode): T | undefined {
    const node = this.#known(key);
    const found = allowed.find((value) => value === node?.written);
    if (node === undefined || found !== undefined) return found;
    const message = `${this.#name(key)} must be ${alternatives(allowed)}${node.written === '' ? '' : `, not ${node.written}`}.`;
    this.#findings.add(code, node.range, message);
    return undefined;
  }

  /** A finding about a property, drawn under its value, or under the name of this map when it is not written. */
  complain(key: string, code: SpecFindingCode, problem: string, options: ComplaintOptions = {}): void {
    const range = options.range ?? this.entry(key)?.node.range ?? this.#complainAt;
    this.#findings.add(code, range, `${this.#name(key)} ${problem}`, options);
  }

  #node(key: string): ConfigNode | undefined {
    const node = this.#map?.get(key);
    return node?.kind === 'nothing' ? undefined : node;
  }

  #known(key: string): ConfigNode | undefined {
    const node = this.#node(key);
    if (!node?.isExpression) return node;
    this.#expressions.push(this.#name(key));
    return undefined;
  }

  #numberOf(node: ConfigNode, key: string, code: SpecFindingCode): number | undefined {
    if (node.kind === 'number') return node.scalar as number;
    const value = node.kind === 'text' && node.written.trim() !== '' ? Number(node.written) : NaN;
    if (Number.isNaN(value)) {
      this.#wrongType(node, key, 'a number', code);
      return undefined;
    }
    this.#findings.add(code, node.range, `${this.#name(key)} must be a number: write ${value}, without quotes.`, {
      fixes: [this.#findings.replacement(`Write ${value}`, node.range, String(value))],
    });
    return value;
  }

  #inner(map: ConfigNode, key: string, complainAt = map.range): PropertyReader {
    return new PropertyReader({
      map,
      path: this.#name(key),
      complainAt,
      findings: this.#findings,
      expressions: this.#expressions,
    });
  }

  #name(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }

  #wrongType(node: ConfigNode, key: string, wanted: string, code: SpecFindingCode = 'invalid-type'): void {
    this.#findings.add(code, node.range, `${this.#name(key)} must be ${wanted}.`);
  }
}

function alternatives(values: readonly string[]): string {
  return values.length === 1 ? values.join() : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}
