/** A line of the message proper. */
export interface MessageLine {
  /** 1-based, in the text as it was given. */
  readonly number: number;
  readonly text: string;
}

const SCISSORS = "------------------------ >8 ------------------------";

/**
 * The lines that git will keep: without the editor's comments, what follows its scissors line, blanks at the end of
 * lines, and empty lines at both ends. With no comment character every line counts.
 */
export function messageLines(text: string, commentCharacter: string | undefined): readonly MessageLine[] {
  const all = text.split(/\r?\n/).map((line, index) => ({ number: index + 1, text: line.trimEnd() }));
  const kept = commentCharacter === undefined ? all : withoutComments(all, commentCharacter);
  const first = kept.findIndex((line) => line.text.trim() !== "");
  const last = kept.findLastIndex((line) => line.text.trim() !== "");
  return first === -1 ? [] : kept.slice(first, last + 1);
}

function withoutComments(lines: readonly MessageLine[], commentCharacter: string): readonly MessageLine[] {
  const scissors = lines.findIndex((line) => line.text === `${commentCharacter} ${SCISSORS}`);
  const above = scissors === -1 ? lines : lines.slice(0, scissors);
  return above.filter((line) => !line.text.startsWith(commentCharacter));
}
