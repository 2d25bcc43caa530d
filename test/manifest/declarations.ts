import ts from 'typescript';
import { readText } from './manifest.ts';

/** A source file of ours as a tree: for what only exists while compiling. */
function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readText(path), ts.ScriptTarget.Latest, true);
}

function nodesOf(root: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return nodes;
}

/** The property names of an interface. */
export function propertiesOf(path: string, interfaceName: string): readonly string[] {
  const declaration = nodesOf(parse(path)).find(
    (node): node is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(node) && node.name.text === interfaceName,
  );
  return (declaration?.members ?? []).flatMap(({ name }) => (name && ts.isStringLiteral(name) ? [name.text] : []));
}

/** The names of the properties in the object a function returns. */
export function returnedKeys(path: string, functionName: string): readonly string[] {
  const declaration = nodesOf(parse(path)).find(
    (node): node is ts.FunctionDeclaration => ts.isFunctionDeclaration(node) && node.name?.text === functionName,
  );
  const returned = declaration?.body?.statements.find(ts.isReturnStatement)?.expression;
  if (returned === undefined || !ts.isObjectLiteralExpression(returned)) return [];
  return returned.properties.flatMap(({ name }) => (name && ts.isStringLiteral(name) ? [name.text] : []));
}

/** The first argument of every call of a method or function, `get` for instance, where it is a literal. */
export function argumentsOf(path: string, called: string): readonly string[] {
  return nodesOf(parse(path)).flatMap((node) => {
    if (!ts.isCallExpression(node)) return [];
    const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    const [argument] = node.arguments;
    return ts.isIdentifier(name) && name.text === called && argument && ts.isStringLiteral(argument)
      ? [argument.text]
      : [];
  });
}
