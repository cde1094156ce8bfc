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

const TAKES_CODE = ["setTimeout", "setInterval", "setImmediate"];

/** Refuses code as text: `setTimeout("…")` and `new Function("…")`. The linter's own rule finds neither. */
const noCodeInText = {
  meta: { type: "problem" },
  create: (context) => {
    const message = "Text that is run as code: pass a function.";
    return {
      CallExpression(node) {
        const [first] = node.arguments;
        const isText = first?.type === "TemplateLiteral" || typeof first?.value === "string";
        if (isText && TAKES_CODE.includes(node.callee.name)) context.report({ node, message });
      },
      NewExpression(node) {
        if (node.callee.name === "Function") context.report({ node, message });
      },
    };
  },
};

export default {
  meta: { name: "ecommerce-cart" },
  rules: { "no-clock-date": noClockDate, "no-code-in-text": noCodeInText },
};
