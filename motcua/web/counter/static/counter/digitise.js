/* Files and folders dropped onto the page join the stack and are sent at once; without this, they are chosen. */
(() => {
  "use strict";
  const form = document.getElementById("digitise"), input = document.getElementById("id_xap-files");
  if (!form || !input || !window.DataTransfer) return;
  const KINDS = /\.(pdf|jpe?g|png|hei[cf])$/i;
  const zone = form.querySelector("[data-drop]");
  form.querySelector("[data-drop-hint]").hidden = false;

  const file = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));
  const some = (reader) => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
  async function inside(entry) {
    if (entry.isFile) return [await file(entry)];
    const found = [], reader = entry.createReader();
    for (let part = await some(reader); part.length; part = await some(reader))
      for (const each of part) found.push(...await inside(each));
    return found.filter((each) => KINDS.test(each.name)); /* a folder has other things too */
  }
  const carries = (event) => [...event.dataTransfer.types].includes("Files");

  addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    zone.classList.add("over");
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
  addEventListener("drop", async (event) => {
    if (!carries(event) || event.target.type === "file") return;
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    const loose = [...event.dataTransfer.files];
    const found = entries.length ? (await Promise.all(entries.map(inside))).flat() : loose;
    zone.classList.remove("over");
    found.sort((a, b) => a.name.localeCompare(b.name, "vi", { numeric: true }));
    const all = new DataTransfer();
    for (const each of [...input.files, ...found]) all.items.add(each);
    input.files = all.files;
    if (found.length) form.requestSubmit(form.querySelector("[name=do][value=look]"));
  });
})();
