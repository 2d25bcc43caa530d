import { Composer, isMap, isScalar, Lexer, LineCounter, Parser, visit, type CST, type Document, type Node } from 'yaml';
import type { TextPosition, TextRange } from '../shared/finding.ts';
import { ConfigNode, type ConfigScope } from './configNode.ts';

/** Where the text is not YAML, or not YAML Serverless Devs would take. */
export interface ConfigProblem {
  readonly code: 'yaml-syntax' | 'several-documents' | 'config-too-large';
  readonly message: string;
  readonly range: TextRange;
}

export interface ConfigDocument {
  /** The whole of the first document; `undefined` when nothing could be read. */
  readonly root: ConfigNode | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** Characters. A large real file has tens of thousands; this many take the parser about a second. */
const largest = 256 * 1024;
const deepest = 100;
const mostProblems = 10;
const mostFollowed = 20_000;
const start: TextRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Parses the text of an `s.yaml`, keeping positions. Never throws. */
export function parseConfig(fileText: string): ConfigDocument {
  // editors do not count the byte order mark as a character
  const text = fileText.startsWith('\uFEFF') ? fileText.slice(1) : fileText;
  if (text.length > largest) {
    const message = `This file has more than ${largest / 1024} KB and is not read.`;
    return { root: undefined, problems: [{ code: 'config-too-large', message, range: start }] };
  }
  try {
    return read(text);
  } catch (error) {
    const message = `This file cannot be read as YAML: ${error instanceof Error ? error.message : String(error)}`;
    return { root: undefined, problems: [{ code: 'yaml-syntax', message, range: start }] };
  }
}

function read(text: string): ConfigDocument {
  const lines = new LineCounter();
  const [first, second] = new Composer({ prettyErrors: false, logLevel: 'silent' }).compose(tokensOf(text, lines));
  const position = (offset: number): TextPosition => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return line === 0 ? { line: 0, character: offset } : { line: line - 1, character: col - 1 };
  };
  const rangeBetween = (from: number, to: number): TextRange => ({ start: position(from), end: position(to) });

  const problems: ConfigProblem[] = [];
  for (const { message, pos } of first?.errors.slice(0, mostProblems) ?? [])
    problems.push({ code: 'yaml-syntax', message: `YAML: ${message}`, range: rangeBetween(pos[0], pos[1]) });
  if (second !== undefined)
    problems.push({
      code: 'several-documents',
      message: 'Serverless Devs reads one YAML document per file; everything from here on is ignored.',
      range: rangeBetween(second.range[0], second.range[0]),
    });

  const contents = first?.contents ?? undefined;
  if (first === undefined || contents === undefined) return { root: undefined, problems };
  const scope = scopeOf(first, contents, (node) =>
    node.range ? rangeBetween(node.range[0], node.range[1]) : undefined,
  );
  return { root: new ConfigNode(scope, contents, scope.rangeOf(contents) ?? start), problems };
}

/**
 * The text's tokens. The parser's later steps call themselves for every level; running out of stack there is not always
 * an error to catch (a regular expression compiled at that moment ends the whole process), so very deep texts stop here.
 */
function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > deepest) throw new Error(`it nests more than ${deepest} levels deep`);
  }
  yield* parser.end();
}

function scopeOf(document: Document.Parsed, contents: Node, rangeOf: ConfigScope['rangeOf']): ConfigScope {
  const anchors = anchorsOf(document);
  let followed = 0;
  const vars = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === 'vars')?.value
    : undefined;
  return {
    rangeOf,
    // an anchor may be set again: the last one before the alias counts
    anchored: (alias) =>
      anchors.get(alias.source)?.findLast((node) => (node.range?.[0] ?? 0) < (alias.range?.[0] ?? Infinity)),
    vars: (vars ?? undefined) as Node | undefined,
    mayFollow: () => ++followed <= mostFollowed,
  };
}

function anchorsOf(document: Document.Parsed): ReadonlyMap<string, readonly Node[]> {
  const anchors = new Map<string, Node[]>();
  visit(document, {
    Value(_, node) {
      if (node.anchor === undefined) return;
      const nodes = anchors.get(node.anchor);
      if (nodes === undefined) anchors.set(node.anchor, [node]);
      else nodes.push(node);
    },
  });
  return anchors;
}
