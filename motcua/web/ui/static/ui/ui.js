/* Makes pages quicker, never possible: shortcuts, lists by arrows, one submit at a time, copying, filters that follow. */
(() => {
  "use strict";
  const doc = document, root = doc.documentElement;
  const all = (query, from = doc) => [...from.querySelectorAll(query)];
  const shown = (node) => node.getClientRects().length > 0;
  root.classList.add("js");

  /* What only works with script is hidden without it. */
  const reveal = (from) => all("[data-copy], [data-close], [data-key-map], .bulk-all", from).forEach((n) => (n.hidden = false));

  /* Focus: a summary of errors takes it, also when htmx brings it. */
  const focusErrors = (from) => { const box = from.querySelector("[data-focus]"); if (box) box.focus(); };

  /* Shortcuts. Letters can be switched off (WCAG 2.1.4); F-keys work in fields too. */
  const letters = () => { try { return localStorage.getItem("key-letters") !== "off"; } catch { return true; } };
  const writing = (node) => node && (node.isContentEditable || node.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])"));
  const holder = (key) => all("[data-key]").find((n) => n.dataset.key.toLowerCase() === key.toLowerCase() && shown(n));
  const begins = (key) => all("[data-key]").some((n) => n.dataset.key.toLowerCase().startsWith(key.toLowerCase() + " ") && shown(n));
  let before = "", beforeUntil = 0; /* the first of two keys, as in "g v" */
  const use = (node) => { node.focus(); if (node.getAttribute("aria-disabled") !== "true") node.click(); };

  function openKeyMap() {
    const map = doc.getElementById("key-map");
    if (!map?.showModal || map.open) return;
    all("[data-added]", map).forEach((n) => n.remove());
    for (const node of all("[data-key]").filter(shown)) {
      const row = doc.createElement("div"), term = doc.createElement("dt"), text = doc.createElement("dd");
      row.dataset.added = "";
      for (const name of node.dataset.key.split(" ")) {
        const key = doc.createElement("kbd");
        key.textContent = name;
        term.append(key, " ");
      }
      text.textContent = (node.querySelector(".label") || node).textContent.trim();
      row.append(term, text); map.querySelector("dl").append(row);
    }
    map.querySelector("[data-key-lists]").hidden = !doc.querySelector("[data-list]");
    map.querySelector("[data-key-letters]").checked = letters();
    map.showModal();
  }

  /* Lists: arrows walk the row links; Enter is the link's own. */
  const links = (list) => all(".row-link, [data-row]", list).filter(shown);
  function walk(event) {
    const list = event.target.closest?.("[data-list]");
    const fromPage = !list && event.target === doc.body && root.classList.contains("officer");
    const fromSearch = !list && event.target.matches?.("[data-search]") && event.key === "ArrowDown";
    const rows = list ? links(list) : fromPage || fromSearch ? links(doc.querySelector("[data-list]") || doc.createElement("i")) : [];
    if (!rows.length || (list && writing(event.target))) return;
    const at = rows.findIndex((n) => n === doc.activeElement || n.closest("tr, li")?.contains(doc.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? rows.length - 1 : at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (at < 0 && !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    if (rows[to]) { event.preventDefault(); rows[to].focus(); rows[to].scrollIntoView({ block: "nearest" }); }
  }

  doc.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const { key, target } = event;
    if (scanTo && fast(event)) return;
    if (key === "Enter" && target.matches?.("input[data-scan]")) return scanned(event);
    if (/^(Arrow(Up|Down)|Home|End)$/.test(key)) return walk(event);
    if (doc.querySelector("dialog[open]")) return;
    const long = /^F\d+$/.test(key);
    if (!long && (key.length !== 1 || writing(target))) return;
    if (press(key, long, event.timeStamp)) event.preventDefault();
  });

  /* One key of a shortcut; whether it was one. */
  function press(key, long, now) {
    if (!long && !letters()) return false;
    const search = key === "/" && all("[data-search], input[type=search]").find(shown);
    const after = now < beforeUntil ? before : "";
    before = "";
    const owner = (after && holder(`${after} ${key}`)) || holder(key);
    if (!owner && begins(key)) { before = key; beforeUntil = now + 1500; return false; }
    if (owner) use(owner);
    else if (search) { search.focus(); search.select(); }
    else if (key === "?") openKeyMap();
    else return false;
    return true;
  }

  /* A scanner types faster than a person. What it types outside of a field is no shortcut but a code to open, and so is
     a whole code typed like that into the search. Codes begin with a capital, a number or an address: only these keys,
     and two in one go, wait for what follows. */
  const scanTo = doc.body.dataset.scanTo, FAST = 80;
  let burst = "", last = 0, held = [], later;
  function fast(event) {
    const { key, target, timeStamp: now } = event, field = writing(target);
    if ((field && !target.matches("[data-search]")) || doc.querySelector("dialog[open]")) return (burst = ""), false;
    const soon = now - last < (key === "Enter" ? 2 * FAST : FAST);
    if (key === "Enter") {
      const code = soon ? burst : "", whole = /^\S*\d\S*$/.test(code) && /[-/]/.test(code) && code.length > 7 && (!field || target.value.trim() === code);
      burst = "";
      if (!whole && (field || code.length < 4 || !/\d/.test(code))) return false;
      event.preventDefault();
      opened(code);
      return true;
    }
    if (key.length !== 1) { if (key !== "Shift") burst = ""; return false; } /* Shift comes between capitals */
    burst = soon ? burst + key : key;
    last = now;
    if (field) return false;
    clearTimeout(later);
    if (burst.length > 2) held = [];
    else if (burst.length === 2 || /[A-Z\dh]/.test(key)) {
      held.push(key);
      later = setTimeout(() => held.splice(0).forEach((one) => press(one, false, now)), FAST);
    } else return (held = []), false;
    return true;
  }
  function opened(code) {
    const card = code.includes("|"), field = doc.querySelector(card ? "input[data-scan]:not([data-scan-field])" : "[data-scan-field]");
    if (field) { field.value = code; read(field); }
    else location.assign(`${scanTo}?ma=${encodeURIComponent(card ? "||" : code)}`); /* a card is personal: it stays out of addresses */
  }

  /* A scanner is a keyboard that ends with Enter: it presses the button that the field names, or sends the form. */
  function scanned(event) {
    event.preventDefault();
    read(event.target);
  }
  function read(field) {
    field.value = field.value.trim();
    if (!field.value || !field.dispatchEvent(new Event("scan", { bubbles: true, cancelable: true }))) return;
    const button = doc.getElementById(field.dataset.scan);
    if (button) button.click(); else field.form?.requestSubmit();
  }

  /* One submit at a time. The button keeps its value: it is held only after the browser has read the form. */
  const release = (form) => {
    delete form.dataset.sent;
    all("[aria-busy]", doc).filter((n) => n.form === form).forEach((n) => { n.removeAttribute("aria-busy"); n.disabled = false; });
    doc.getElementById("waiting")?.classList.remove("on");
  };
  doc.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (form.method !== "post") return;
    if (form.matches("[data-sign-out]")) { try { sessionStorage.clear(); } catch { /* nothing was kept */ } }
    if (form.dataset.sent) return event.preventDefault(), event.stopImmediatePropagation();
    if ((button?.formTarget || form.target) === "_blank") return;
    form.dataset.sent = "1";
    doc.getElementById("waiting")?.classList.add("on");
    setTimeout(() => { if (button) { button.setAttribute("aria-busy", "true"); button.disabled = true; } }, 0);
    setTimeout(() => release(form), 10000); /* an answer that is a download leaves the page standing */
  }, true); /* before htmx hears of it */
  addEventListener("pageshow", () => all("form[data-sent]").forEach(release));

  /* Filters follow a change; a text waits for Enter or for the field to be left. */
  doc.addEventListener("change", (event) => {
    const node = event.target, form = node.form;
    if (node.matches("[data-key-letters]")) { try { localStorage.setItem("key-letters", node.checked ? "on" : "off"); } catch { /* private window */ } }
    if (form?.hasAttribute("data-autosubmit")) form.requestSubmit();
    if (node.matches("[data-tick], [data-tick-all]")) count(node);
  });

  /* Ticked rows: choose all, and how many are chosen. */
  function count(node) {
    const form = node.form || doc, boxes = all("[data-tick]", form), bulk = form.querySelector("[data-bulk]");
    if (node.matches("[data-tick-all]")) boxes.forEach((n) => (n.checked = node.checked));
    if (!bulk) return;
    const n = boxes.filter((b) => b.checked).length, text = bulk.querySelector(".bulk-count"), every = bulk.querySelector("[data-tick-all]");
    text.textContent = n ? text.dataset.some.replace("{n}", n) : text.dataset.none;
    every.checked = n > 0 && n === boxes.length;
    every.indeterminate = n > 0 && n < boxes.length;
  }

  /* Clicks: copy a code, close a question or a drop-down, open the map. */
  async function copy(button) {
    const label = button.querySelector(".label"), before = label.textContent;
    try { await navigator.clipboard.writeText(button.dataset.copy); }
    catch { getSelection().selectAllChildren(button.previousElementSibling); if (!doc.execCommand("copy")) return; }
    label.textContent = button.dataset.done;
    setTimeout(() => (label.textContent = before), 2000);
  }
  doc.addEventListener("click", (event) => {
    const target = event.target;
    const button = target.closest("[data-copy]");
    if (button) copy(button);
    if (target.closest("[data-key-map]")) openKeyMap();
    const close = target.closest("[data-close]")?.closest("details");
    if (close) { close.open = false; close.querySelector("summary").focus(); }
    all("details[data-drop][open]").filter((n) => !n.contains(target)).forEach((n) => (n.open = false));
  });
  doc.addEventListener("keyup", (event) => {
    const drop = event.key === "Escape" && event.target.closest?.("details[data-drop][open], details.confirm[open]");
    if (drop) { drop.open = false; drop.querySelector("summary").focus(); }
  });

  const ready = (from) => { reveal(from); focusErrors(from); };
  doc.addEventListener("DOMContentLoaded", () => ready(doc));
  doc.addEventListener("htmx:load", (event) => event.target !== doc.body && ready(event.target));
  doc.addEventListener("htmx:afterRequest", (event) => { const form = event.target.closest?.("form"); if (form) release(form); });
})();
