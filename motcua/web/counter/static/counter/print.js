/* Prints the slip of what was just received, once, where the officer wants that on this machine: the browser asks, or
   prints without asking where it was started so. */
(() => {
  "use strict";
  const slip = document.querySelector("[data-print]"), wish = document.getElementById("print-at-once");
  if (!slip || !wish || !navigator.pdfViewerEnabled) return;
  const wanted = (() => { try { return localStorage.getItem(wish.id) === "on"; } catch { return false; } })();
  wish.closest(".tick").hidden = false;
  wish.checked = wanted;
  wish.addEventListener("change", () => { try { localStorage.setItem(wish.id, wish.checked ? "on" : "off"); } catch { /* private window */ } });
  if (!wanted) return;
  const printed = `printed ${slip.dataset.print}`;
  try { if (sessionStorage.getItem(printed)) return; sessionStorage.setItem(printed, "1"); } catch { return; }
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return; /* reloaded, or gone back to */
  if (!document.referrer.includes("/thu-tuc/") && !document.referrer.includes("/lien-thong/")) return; /* only looked at again */
  const frame = document.createElement("iframe");
  frame.className = "printed";
  frame.title = document.title;
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  frame.addEventListener("load", () => setTimeout(() => { try { frame.contentWindow.print(); } catch { /* the button is there */ } }, 200));
  frame.src = slip.dataset.print;
  document.body.append(frame);
})();
