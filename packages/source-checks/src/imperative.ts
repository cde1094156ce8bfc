// The verbs that commits begin with. Only their forms are corrected, so that "process" or "string" are left alone.
const VERBS = (
  "accept add adjust allow apply avoid build bump cache call catch change check clarify clean close collect combine " +
  "compare compute configure convert copy correct cover create declare default define delete deploy describe disable " +
  "document drain drop emit enable enforce ensure exclude export expose extend extract fail fix follow format generate " +
  "give group guard handle hide hold ignore implement import improve include increase inline install introduce " +
  "join keep limit link list load log lower make mark match measure merge migrate mock move name normalise normalize " +
  "note open order parse pass pin prepare prevent print process provide publish push raise reach read record reduce " +
  "refactor refuse register reject release reload remove rename render reorder replace report require resolve restart restore " +
  "retry return reuse revert rewrite rework round run save scan send serve set share show simplify skip sort specify " +
  "split start state stop store stream strip support switch sync test tidy track translate trim tune turn unify " +
  "update upgrade use validate verify wait warn wire wrap write"
).split(" ");

const IRREGULAR: Readonly<Record<string, string>> = {
  built: "build",
  caught: "catch",
  gave: "give",
  given: "give",
  held: "hold",
  hid: "hide",
  hidden: "hide",
  kept: "keep",
  made: "make",
  ran: "run",
  rewritten: "rewrite",
  rewrote: "rewrite",
  sent: "send",
  shown: "show",
  written: "write",
  wrote: "write",
};

const FORMS = new Map([
  ...VERBS.flatMap((verb) => formsOf(verb).map((form) => [form, verb] as const)),
  ...Object.entries(IRREGULAR),
]);
for (const verb of VERBS) FORMS.delete(verb);

/**
 * The imperative of a word that is another form of a verb; undefined for every other word, imperatives included.
 * Example: "added", "adds" and "adding" give "add"; "add" and "process" give undefined. Case does not count.
 */
export function imperativeOf(word: string): string | undefined {
  return FORMS.get(word.toLowerCase());
}

/** Third person, past and -ing form. Source: the spelling rules of English regular verbs. */
function formsOf(verb: string): readonly string[] {
  if (/[^aeiou]y$/.test(verb)) return [`${verb.slice(0, -1)}ies`, `${verb.slice(0, -1)}ied`, `${verb}ing`];
  const third = /(?:s|x|z|ch|sh)$/.test(verb) ? `${verb}es` : `${verb}s`;
  if (verb.endsWith("e")) return [third, `${verb}d`, `${verb.slice(0, -1)}ing`];
  const last = verb.slice(-1);
  // Both spellings where the last letter may double: which verbs do is not worth a table.
  const doubled = /[aeiou][bdgklmnprt]$/.test(verb) ? [`${verb}${last}ed`, `${verb}${last}ing`] : [];
  return [third, `${verb}ed`, `${verb}ing`, ...doubled];
}
