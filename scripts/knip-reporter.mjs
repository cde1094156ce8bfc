// Writes knip's findings as the gate "dead code" reads them: how many files were analysed stands beside what was found.

const MESSAGES = {
  files: () => "nothing imports this file",
  dependencies: (name) => `${name} is declared and not used`,
  devDependencies: (name) => `${name} is declared for development and not used`,
  unlisted: (name) => `${name} is used and not declared`,
  unresolved: (name) => `${name} is imported and not there`,
  exports: (name) => `nothing imports ${name}`,
  types: (name) => `nothing imports the type ${name}`,
};

/** @param {import("knip").ReporterOptions} options */
export default function report({ issues, counters, hasConfigLoadErrors, write }) {
  const findings = Object.entries(MESSAGES).flatMap(([type, describe]) =>
    Object.entries(issues[type] ?? {}).flatMap(([file, byName]) =>
      Object.values(byName).map(({ symbol, line }) => ({
        file,
        ...(line > 0 ? { line } : {}),
        message: describe(symbol),
      })),
    ),
  );
  write(`${JSON.stringify({ analysedFiles: counters.processed, hasConfigErrors: hasConfigLoadErrors, findings })}\n`);
}
