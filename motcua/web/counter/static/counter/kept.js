/* Keeps what is typed until the server has it: through a lost connection, a lost answer, an expired sign-in.
   Kept in this tab only, for this person, and forgotten when it was sent, after twelve hours, and on signing out. */
(() => {
  "use strict";
  const store = (() => { try { return sessionStorage; } catch { return null; } })();
  if (!store) return;
  const SENT = "kept sent", LIFE = 12 * 3600 * 1000, AGAIN = 3000, PATIENCE = 5000;

  const done = document.querySelector("[data-kept-done]");
  if (done) { store.removeItem(store.getItem(SENT)); store.removeItem(SENT); }
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  /* A piece of the page that finds us signed out must not lead away from what is typed: sending tells it. */
  addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) event.preventDefault();
  });
  const slot = `kept ${form.dataset.keep} ${location.pathname}`;
  const waiting = document.getElementById("kept-waiting"), offer = document.getElementById("kept-offer");
  const LEFT = ["csrfmiddlewaretoken", "do"];

  function keep() {
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !LEFT.includes(name));
    try { store.setItem(slot, JSON.stringify({ at: Date.now(), fields })); } catch { /* full: the page itself still has it */ }
  }
  function kept() {
    try {
      const found = JSON.parse(store.getItem(slot));
      return found && Date.now() - found.at < LIFE ? found : null;
    } catch { return null; }
  }

  let later = 0;
  const keepNow = () => { clearTimeout(later); if (later) keep(); later = 0; };
  form.addEventListener("input", () => { clearTimeout(later); later = setTimeout(keepNow, 300); offer.hidden = true; });
  addEventListener("pagehide", keepNow);
  if (form.dataset.typed) keep();
  else if (location.search) store.removeItem(slot); /* a draft: the server has it */
  else if (kept()) {
    const moment = new Date(kept().at);
    offer.querySelector("[data-kept-time]").textContent = `${moment.getHours()}:${String(moment.getMinutes()).padStart(2, "0")}`;
    offer.hidden = false;
  }
  offer.querySelector("[data-kept-forget]").addEventListener("click", () => { store.removeItem(slot); offer.hidden = true; });
  offer.querySelector("[data-kept-restore]").addEventListener("click", () => {
    const again = document.createElement("form");
    again.method = "post";
    again.action = form.action;
    for (const [name, value] of [...kept().fields, ["do", "look"], ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value]]) {
      const field = document.createElement("input");
      field.type = "hidden"; field.name = name; field.value = value;
      again.append(field);
    }
    document.body.append(again);
    again.submit();
  });

  /* Sending: first see whether the server is there and we are still signed in. */
  let passes = false, button = null, timer = 0, asking = false;
  addEventListener("submit", (event) => { /* on the window: before the page counts this as sent */
    if (event.target !== form || passes) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button = event.submitter;
    keep();
    send();
  }, true);

  async function send() {
    clearTimeout(timer);
    if (asking) return;
    asking = true;
    const answer = await reached();
    asking = false;
    if (answer === "there") {
      waiting.hidden = true;
      store.setItem(SENT, slot);
      passes = true;
      form.requestSubmit(button);
      passes = false;
      return;
    }
    waiting.querySelector("[data-kept-lost]").hidden = answer !== "lost";
    waiting.querySelector("[data-kept-expired]").hidden = answer !== "expired";
    if (waiting.hidden) { waiting.hidden = false; waiting.scrollIntoView({ block: "nearest" }); }
    timer = setTimeout(send, AGAIN);
  }
  async function reached() {
    const stop = new AbortController(), patience = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(form.dataset.still, { cache: "no-store", redirect: "manual", signal: stop.signal });
      if (answer.status >= 500) return "lost";
      if (!answer.ok) return "expired";
      const { account, token } = await answer.json();
      if (String(account) !== form.dataset.keep) return "expired";
      form.elements.csrfmiddlewaretoken.value = token;
      return "there";
    } catch { return "lost"; } finally { clearTimeout(patience); }
  }
  waiting.querySelector("[data-kept-again]").addEventListener("click", send);
  waiting.querySelector("[data-kept-stop]").addEventListener("click", () => { clearTimeout(timer); waiting.hidden = true; });
  addEventListener("online", () => { if (!waiting.hidden) send(); });
})();
