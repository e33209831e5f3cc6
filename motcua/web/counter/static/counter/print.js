/* Prints the slip of what was just received, once: the browser asks, or prints at once where it was started so. */
(() => {
  "use strict";
  const slip = document.querySelector("[data-print]");
  if (!slip || !navigator.pdfViewerEnabled) return;
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
