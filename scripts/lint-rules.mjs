// Rules of our own for oxlint: see oxlint.config.ts.

/** Refuses `new Date()`, which reads the clock; `new Date(ms)` is arithmetic. */
const noClockDate = {
  meta: { type: "problem" },
  create: (context) => ({
    NewExpression(node) {
      if (node.callee.type !== "Identifier" || node.callee.name !== "Date" || node.arguments.length > 0) return;
      context.report({ node, message: "`new Date()` reads the clock: pass `now` in (CONTRIBUTING.md, Layers)." });
    },
  }),
};

export default { meta: { name: "ecommerce-cart" }, rules: { "no-clock-date": noClockDate } };
