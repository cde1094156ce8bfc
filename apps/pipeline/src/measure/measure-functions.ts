import ts from "typescript";

/** One function as it was measured. */
export interface MeasuredFunction {
  /** "Cart.add", "addItem"; "(top level)" for what runs when the file is loaded. */
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** From its first line to its last, blank lines and comments included; 0 for the top level. */
  readonly lines: number;
  /** Cyclomatic: 1 + every branch. */
  readonly complexity: number;
}

const BRANCHES = new Set([
  ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.ConditionalExpression,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.CaseClause,
]);

const SHORT_CIRCUITS = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

function isOptionalStep(node: ts.Node): boolean {
  const isStep = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node);
  return isStep && node.questionDotToken !== undefined;
}

/** Does this node add a path? What ESLint's rule `complexity` counts: default values and `?.` too. */
function isBranch(node: ts.Node): boolean {
  if (BRANCHES.has(node.kind) || isOptionalStep(node)) return true;
  if (ts.isBinaryExpression(node)) return SHORT_CIRCUITS.has(node.operatorToken.kind);
  return (ts.isParameter(node) || ts.isBindingElement(node)) && node.initializer !== undefined;
}

/** A function with a body, a static block, or the initial value of a field: each is measured by itself. */
function isFunction(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return "body" in node && node.body !== undefined;
  return ts.isClassStaticBlockDeclaration(node) || (ts.isPropertyDeclaration(node) && node.initializer !== undefined);
}

function textOfName(name: ts.Node | undefined, file: ts.SourceFile): string | undefined {
  return name === undefined ? undefined : name.getText(file);
}

function nameInPlace(node: ts.Node, file: ts.SourceFile): string | undefined {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return textOfName(parent.name, file);
  if (ts.isCallExpression(parent)) return `argument of ${parent.expression.getText(file).split("\n")[0]?.slice(0, 40)}`;
  return undefined;
}

function nameOf(node: ts.Node, file: ts.SourceFile): string {
  const own = "name" in node ? textOfName(node.name as ts.Node | undefined, file) : undefined;
  const name = own ?? (ts.isConstructorDeclaration(node) ? "constructor" : nameInPlace(node, file)) ?? "(anonymous)";
  const owner = ts.isClassLike(node.parent) ? textOfName(node.parent.name, file) : undefined;
  return owner === undefined ? name : `${owner}.${name}`;
}

function placeOf(node: ts.Node, file: ts.SourceFile): { readonly line: number; readonly lines: number } {
  const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
  const last = file.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
  return { line, lines: last - line + 1 };
}

/** Measures every function of a file, outer ones before inner ones; a function does not count what is inside another. */
export function measureFunctions(file: ts.SourceFile): readonly MeasuredFunction[] {
  const functions: { name: string; line: number; lines: number; complexity: number }[] = [];
  const visit = (node: ts.Node, around: { complexity: number }): void => {
    let within = around;
    if (isFunction(node)) {
      const measured = { name: nameOf(node, file), ...placeOf(node, file), complexity: 1 };
      functions.push(measured);
      within = measured;
    } else if (isBranch(node)) within.complexity += 1;
    ts.forEachChild(node, (child) => visit(child, within));
  };
  const top = { name: "(top level)", line: 1, lines: 0, complexity: 1 };
  functions.push(top);
  visit(file, top);
  return functions;
}
