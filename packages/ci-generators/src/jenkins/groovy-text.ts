/** Lines of Groovy without their line ends. */
export type Lines = readonly string[];

/** `head { … }` with its lines indented. */
export function block(head: string, lines: Lines): Lines {
  return [`${head} {`, ...lines.map((line) => `  ${line}`), "}"];
}

/** A string of Groovy in which nothing is interpolated. */
export function quote(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&").replace(/\n/g, "\\n")}'`;
}
