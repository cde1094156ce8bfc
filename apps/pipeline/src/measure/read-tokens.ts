import ts from "typescript";

/** The words of a file, without comments and imports, each with its line (1-based). */
export interface Tokens {
  readonly path: string;
  readonly texts: readonly string[];
  readonly lines: readonly number[];
}

/** A comment that owes something: it holds one of the words of `MARKER`. */
export interface Marker {
  readonly line: number;
  /** From the word on, at most 100 characters. */
  readonly text: string;
}

const MARKER = /(?:TODO|FIXME|XXX|HACK)\b.{0,90}/g;

function isComment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstJSDocNode && kind <= ts.SyntaxKind.LastJSDocNode;
}

/** Calls `onToken` for each token of the file, in order, the end of the file included. */
function eachToken(file: ts.SourceFile, onToken: (token: ts.Node, isImport: boolean) => void): void {
  const visit = (node: ts.Node, isImport: boolean): void => {
    if (isComment(node.kind)) return;
    if (ts.isTokenKind(node.kind) || node.kind === ts.SyntaxKind.JsxText) return onToken(node, isImport);
    const isWithinImport = isImport || ts.isImportDeclaration(node);
    for (const child of node.getChildren(file)) visit(child, isWithinImport);
  };
  visit(file, false);
}

/** Reads a file's tokens and the markers of its comments, in one walk. */
export function readTokens(file: ts.SourceFile): { readonly tokens: Tokens; readonly markers: readonly Marker[] } {
  const texts: string[] = [];
  const lines: number[] = [];
  const markers: Marker[] = [];
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line + 1;
  eachToken(file, (token, isImport) => {
    const start = token.getStart(file);
    const before = file.text.slice(token.getFullStart(), start);
    for (const { 0: text, index } of before.matchAll(MARKER))
      markers.push({ line: lineOf(token.getFullStart() + index), text });
    if (isImport || token.kind === ts.SyntaxKind.EndOfFileToken) return;
    texts.push(file.text.slice(start, token.getEnd()));
    lines.push(lineOf(start));
  });
  return { tokens: { path: file.fileName, texts, lines }, markers };
}
