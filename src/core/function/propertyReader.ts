import type { ConfigEntry, ConfigNode } from './configNode.ts';
import type { SpecFindingCode, SpecFindings } from './specFindings.ts';

export interface NumberRule {
  readonly code: SpecFindingCode;
  readonly least: number;
  readonly most: number;
  /** Values are multiples of it; 1 when absent. */
  readonly step?: number;
  readonly unit?: string;
}

/**
 * Reads the properties of one map. Whatever is wrong becomes a finding and reads as `undefined`, so that the caller's
 * default takes its place; an expression only Serverless Devs can resolve is noted and never complained about.
 */
export class PropertyReader {
  readonly #map: ConfigNode | undefined;
  readonly #path: string;
  readonly #findings: SpecFindings;
  readonly #expressions: string[];

  constructor(map: ConfigNode | undefined, path: string, findings: SpecFindings, expressions: string[]) {
    this.#map = map;
    this.#path = path;
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

  /** The properties of a map inside this one. */
  map(key: string): PropertyReader | undefined {
    const node = this.#known(key);
    if (node === undefined) return undefined;
    if (node.kind === 'map') return this.#inner(node, key);
    this.#wrongType(node, key, 'a map of properties');
    return undefined;
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
      if (item.kind === 'map') return [this.#inner(item, `${key}[${index}]`)];
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

  number(key: string, { code, least, most, step = 1, unit = '' }: NumberRule): number | undefined {
    const node = this.#known(key);
    if (node === undefined) return undefined;
    const value = this.#numberOf(node, key, code);
    if (value === undefined) return undefined;
    if (value >= least && value <= most && isMultiple(value, step)) return value;
    const steps = step === 1 ? '' : ` in steps of ${step}`;
    const range = `${least} to ${most}${unit === '' ? '' : ` ${unit}`}`;
    const whole = step === 1 ? 'a whole number from ' : '';
    this.#findings.add(code, node.range, `${this.#name(key)} must be ${whole}${range}${steps}, not ${node.written}.`);
    return undefined;
  }

  /** A list of texts; `undefined` when nothing is written. */
  texts(key: string, code: SpecFindingCode): readonly string[] | undefined {
    const node = this.#known(key);
    if (node === undefined) return undefined;
    if (node.kind !== 'list') {
      const list = listWritten(node.written);
      this.#findings.add(code, node.range, `${this.#name(key)} must be a list of texts, e.g. ["node", "server.js"].`, {
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
  oneOf(key: string, allowed: readonly string[], code: SpecFindingCode): string | undefined {
    const node = this.#known(key);
    if (node === undefined || allowed.includes(node.written)) return node?.written;
    const message = `${this.#name(key)} must be ${alternatives(allowed)}${node.written === '' ? '' : `, not ${node.written}`}.`;
    this.#findings.add(code, node.range, message);
    return undefined;
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

  #inner(map: ConfigNode, key: string): PropertyReader {
    return new PropertyReader(map, this.#name(key), this.#findings, this.#expressions);
  }

  #name(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }

  #wrongType(node: ConfigNode, key: string, wanted: string, code: SpecFindingCode = 'invalid-type'): void {
    this.#findings.add(code, node.range, `${this.#name(key)} must be ${wanted}.`);
  }
}

/** Without the rounding of binary fractions: 0.35 is seven times 0.05. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step;
  return Math.abs(times - Math.round(times)) < 1e-6;
}

function alternatives(values: readonly string[]): string {
  return values.length === 1 ? values.join() : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}

/** `'["node"]'`, the way component fc wrote a command: the list inside the text. */
function listWritten(text: string): string | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? JSON.stringify(list) : undefined;
  } catch {
    return /^[\w\s./:=@-]+$/.test(text) && text.trim() !== '' ? JSON.stringify(text.trim().split(/\s+/)) : undefined;
  }
}
