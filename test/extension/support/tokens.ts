import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { env } from 'vscode';

/** What these tests use of the editor's own `vscode-textmate` and `vscode-oniguruma`. */
interface TextMate {
  readonly INITIAL: unknown;
  readonly parseRawGrammar: (text: string, file: string) => unknown;
  readonly Registry: new (options: object) => { loadGrammar: (scopeName: string) => Promise<Grammar | null> };
}
interface Oniguruma {
  readonly loadWASM: (wasm: ArrayBuffer) => Promise<void>;
  readonly OnigScanner: new (sources: string[]) => unknown;
  readonly OnigString: new (text: string) => unknown;
}
interface Grammar {
  tokenizeLine: (line: string, state: unknown) => { tokens: readonly Token[]; ruleStack: unknown };
}
interface Token {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly scopes: readonly string[];
}

/** A grammar as the editor reads it, with the editor's own reader. */
export async function loadGrammar(file: string, scopeName: string): Promise<Grammar> {
  const editor = createRequire(path.join(env.appRoot, 'package.json'));
  const { Registry, parseRawGrammar } = editor('vscode-textmate') as TextMate;
  const { loadWASM, OnigScanner, OnigString } = editor('vscode-oniguruma') as Oniguruma;
  const wasm = readFileSync(path.join(env.appRoot, 'node_modules/vscode-oniguruma/release/onig.wasm'));
  await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources: string[]) => new OnigScanner(sources),
      createOnigString: (text: string) => new OnigString(text),
    }),
    loadGrammar: () => Promise.resolve(parseRawGrammar(readFileSync(file, 'utf8'), file)),
  });
  const grammar = await registry.loadGrammar(scopeName);
  if (grammar === null) throw new Error(`${file} has no grammar ${scopeName}`);
  return grammar;
}

/** The innermost scope of each word of a line, without the last part of its name; plain text has none. */
export function scopesOf(grammar: Grammar, line: string): ReadonlyMap<string, string> {
  const { tokens } = grammar.tokenizeLine(line, null);
  const coloured = tokens.flatMap(({ startIndex, endIndex, scopes: [, ...inner] }) => {
    const word = line.slice(startIndex, endIndex).trim();
    const scope = inner.at(-1);
    return word === '' || scope === undefined ? [] : [[word, scope.replace(/\.fc-log$/, '')] as const];
  });
  return new Map(coloured);
}
