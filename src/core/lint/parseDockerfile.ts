import {
  Arg,
  DockerfileParser,
  Env,
  From as FromNode,
  JSONInstruction,
  type Argument,
  type Instruction as SyntaxNode,
  type Property,
} from 'dockerfile-ast';
import type { Assignment, From, Instruction, ParsedDockerfile, Stage, Word } from './parsedDockerfile.ts';

/** Characters. Beyond this nobody wrote the file by hand, and the parser, quadratic in places, needs seconds. */
const largest = 64 * 1024;

/** Reads a Dockerfile. Never throws: what cannot be parsed has no stages, and so no findings. */
export function parseDockerfile(fileText: string): ParsedDockerfile {
  // editors do not count the byte order mark as a character
  const text = fileText.startsWith('\uFEFF') ? fileText.slice(1) : fileText;
  try {
    if (text.length <= largest) return read(text);
  } catch {
    // the parser stumbles over some texts no builder would take either; the builder will say so
  }
  return { text, lineEnd: '\n', globalArgs: [], stages: [], comments: new Map() };
}

function read(text: string): ParsedDockerfile {
  const dockerfile = DockerfileParser.parse(text);
  const escape = dockerfile.getEscapeCharacter();
  const globalArgs: Assignment[] = [];
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const node of dockerfile.getInstructions()) {
    const instruction = instructionOf(node, text, escape);
    const stage = stages.at(-1);
    if (instruction.keyword === 'FROM') {
      const { from, name } = fromOf(instruction, node);
      stages.push({ ...(name === undefined ? {} : { name }), from, instructions: [] });
    } else if (stage !== undefined) stage.instructions.push(instruction);
    else if (instruction.keyword === 'ARG') globalArgs.push(...instruction.assignments);
  }
  const comments = dockerfile
    .getComments()
    .map((comment) => [comment.getRange().start.line, comment.getContent()] as const);
  return { text, lineEnd: text.includes('\r\n') ? '\r\n' : '\n', globalArgs, stages, comments: new Map(comments) };
}

function instructionOf(node: SyntaxNode, text: string, escape: string): Instruction {
  const list = listOf(node);
  const words = node.getArguments().map((word) => ({ value: word.getValue(), range: word.getRange() }));
  return {
    keyword: node.getKeyword(),
    range: node.getRange(),
    words,
    ...(list === undefined ? {} : { list }),
    assignments: assignmentsOf(node),
    complete: endsItself(node.getTextContent(), escape),
  };
}

/** The exec form, if it is one; the library's own reading of it loses blanks inside the texts. */
function listOf(node: SyntaxNode): readonly string[] | undefined {
  if (!(node instanceof JSONInstruction) || node.getOpeningBracket() === null) return undefined;
  const content = node.getArgumentsContent() ?? '';
  try {
    const list: unknown = JSON.parse(content.slice(content.indexOf('[')));
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}

function assignmentsOf(node: SyntaxNode): readonly Assignment[] {
  if (node instanceof Env) return node.getProperties().map(environmentAssignment);
  // one ARG may declare several names, which the library's own reading takes for name and value
  return node instanceof Arg ? node.getPropertyArguments().map(argAssignment) : [];
}

function environmentAssignment(property: Property): Assignment {
  const value = property.getValue();
  const valueRange = property.getValueRange();
  return {
    name: property.getName(),
    ...(value === null ? {} : { value }),
    ...(valueRange === null ? {} : { valueRange }),
  };
}

function argAssignment(argument: Argument): Assignment {
  const [name = '', ...rest] = argument.getValue().split('=');
  if (rest.length === 0) return { name };
  const { start, end } = argument.getRange();
  const valueRange = { start: { line: start.line, character: start.character + name.length + 1 }, end };
  return { name, value: rest.join('=').replace(/^(["'])(.*)\1$/, '$2'), valueRange };
}

function fromOf(
  instruction: Instruction,
  node: SyntaxNode,
): { readonly from: From; readonly name: string | undefined } {
  const [image, as, name] = instruction.words;
  const flag = platformFlag(node);
  const from: From = {
    range: instruction.range,
    image: image?.value ?? '',
    imageRange: image?.range ?? instruction.range,
    ...(flag === undefined ? {} : { platform: flag }),
  };
  return { from, name: as?.value.toUpperCase() === 'AS' ? name?.value.toLowerCase() : undefined };
}

function platformFlag(node: SyntaxNode): Word | undefined {
  const flag = node instanceof FromNode ? node.getPlatformFlag() : null;
  const value = flag?.getValue() ?? '';
  return flag === null || value === '' ? undefined : { value, range: flag.getRange() };
}

/** Not while a line is continued or a here-document is open. */
function endsItself(content: string, escape: string): boolean {
  if (content.trimEnd().endsWith(escape)) return false;
  const lines = content.split(/\r?\n/);
  const delimiters = [...(lines[0] ?? '').matchAll(/<<-?(["']?)(\w+)\1/g)].map(([, , delimiter]) => delimiter);
  return delimiters.every((delimiter) => lines.slice(1).some((line) => line.trim() === delimiter));
}
