/* Makes the reception form quicker: Enter walks on, papers are ticked at once, nothing typed is left without asking. */
(() => {
  "use strict";
  const form = document.getElementById("reception");
  if (!form) return;
  const shown = (node) => node.getClientRects().length > 0 && !node.disabled;

  /* A press leads to the next field by its address; a summary of errors comes before that. */
  addEventListener("load", () => setTimeout(() => document.querySelector("[data-focus]")?.focus(), 50));

  /* Enter goes to the next field, as a clerk's hand expects; only buttons send. */
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.defaultPrevented) return;
    if (!event.target.matches("input:not([type=file], [data-scan]), select")) return;
    event.preventDefault();
    if (scanned(event.target)) return;
    const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea")].filter(shown);
    fields[fields.indexOf(event.target) + 1]?.focus();
  });

  /* A card scanned into another field of the party goes where cards are read. */
  function scanned(field) {
    const card = field.value.split("|").length > 5 && field.closest(".party")?.querySelector("[data-scan]");
    if (!card) return false;
    card.value = field.value;
    field.value = "";
    document.getElementById(card.dataset.scan).click();
    return true;
  }

  /* A scanner that ends with no key at all: a whole card, and then nothing more, is read, unless it is being read. */
  let still;
  form.addEventListener("click", (event) => { if (event.target.closest("[data-reads]")) clearTimeout(still); });
  form.addEventListener("input", (event) => {
    clearTimeout(still);
    const field = event.target;
    if (field.matches("[data-scan]") && field.value.split("|").length > 6) still = setTimeout(() => { if (!form.dataset.sent) document.getElementById(field.dataset.scan).click(); }, 300);
  });

  /* A card is read in place and leads to the field after it, or to what is wrong with it. When the answer does not come,
     the whole form is sent: that waits for the server. */
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const next = event.target.matches(".party") && event.detail.requestConfig.elt.dataset.reads;
    if (!next) return;
    (event.target.querySelector("[aria-invalid]") || document.getElementById(next)).focus();
    form.dispatchEvent(new Event("input"));
  });
  const whole = (event) => { if (event.detail.elt.matches("[data-reads]")) form.requestSubmit(event.detail.elt); };
  for (const lost of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.body.addEventListener(lost, whole);
  document.body.addEventListener("htmx:beforeOnLoad", (event) => { if (event.detail.xhr.getResponseHeader("HX-Redirect")) whole(event); });

  /* A photo of a card is read as soon as it is taken. */
  form.addEventListener("change", (event) => {
    const button = event.target.files?.length && event.target.dataset.photo;
    if (button) form.requestSubmit(document.getElementById(button));
  });

  /* Digits tick papers while the checklist has the focus; a scanner, which types faster than hands, ticks nothing. */
  const SCANNER = 60;
  let digit = 0, last = 0;
  for (const node of form.querySelectorAll(".by-digits")) node.hidden = false;
  form.addEventListener("keydown", (event) => {
    const quick = event.timeStamp - last < SCANNER;
    last = event.timeStamp;
    clearTimeout(digit);
    const mark = !quick && /^[1-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey && event.target.matches("#papers [type=checkbox]") && form.querySelector(`[data-digit="${event.key}"]`);
    if (!mark) return;
    event.preventDefault();
    digit = setTimeout(() => { const box = document.getElementById(mark.closest("label").htmlFor); box.focus(); box.click(); }, SCANNER);
  });

  /* All required papers at once, without asking the server. */
  form.addEventListener("click", (event) => {
    if (!event.target.closest("[data-tick-papers]")) return;
    event.preventDefault();
    for (const box of form.querySelectorAll(".paper.required [name$='-got']")) {
      const not = box.closest(".paper").querySelector("[name$='-not_needed']");
      if (!not?.checked) box.checked = true;
    }
  });

  /* Ask before leaving what was typed; sending is not leaving. */
  let typed = form.dataset.typed === "1", sent = false;
  form.addEventListener("input", () => (typed = true));
  form.addEventListener("submit", () => { sent = true; setTimeout(() => (sent = false), 10000); });
  addEventListener("beforeunload", (event) => { if (typed && !sent) event.preventDefault(); });

  /* The explanation stays open when the preview is made again. */
  document.body.addEventListener("htmx:beforeSwap", (event) => { if (event.target.id === "preview") event.target.dataset.open = event.target.querySelector("details[open]") ? "1" : ""; });
  document.body.addEventListener("htmx:afterSwap", (event) => { if (event.target.dataset.open) event.target.querySelector("details")?.setAttribute("open", ""); });
})();
