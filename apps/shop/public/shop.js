// Makes the shop quicker. Everything works without it.

const sentForms = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-swap]")) swapPage(event, form);
  else if (form.matches("[data-submit-once]")) sendOnce(event, form);
});

/** A second click sends nothing: the first is still under way. */
function sendOnce(event, form) {
  if (event.submitter?.name === "useCard") return;
  if (sentForms.has(form)) {
    event.preventDefault();
    return;
  }
  sentForms.add(form);
  form.setAttribute("aria-busy", "true");
}

/** A page that comes back from the browser's memory can be sent again. */
addEventListener("pageshow", () => {
  for (const form of sentForms) form.removeAttribute("aria-busy");
  sentForms.clear();
});

/** Sends a form of the cart and shows the answer in place, so that the page stays where it was scrolled to. */
async function swapPage(event, form) {
  event.preventDefault();
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["main", ".cart-link"]) document.querySelector(part).replaceWith(next.querySelector(part));
    focusMessage();
  } catch {
    // Away or unreadable: let the browser send it and say so.
    form.submit();
  }
}

/** Fills in a test card without asking the server. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-fill-card]");
  if (button === null) return;
  event.preventDefault();
  const { elements } = button.form;
  elements.cardNumber.value = button.dataset.fillCard;
  elements.cardExpiry.value = button.dataset.fillExpiry;
  elements.cardCvc.value = button.dataset.fillCvc;
  if (elements.cardName.value === "") elements.cardName.value = elements.name.value || "Test Card";
  elements.cardNumber.focus();
});

/** What just happened is where reading goes on. */
function focusMessage() {
  document.querySelector("[data-error-summary], [data-done]")?.focus();
}

focusMessage();
