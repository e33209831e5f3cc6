/* Makes scanning heard: a tone for well or not, and what was found read aloud, as each person likes it on this machine. */
(() => {
  "use strict";
  const doc = document, kept = { tone: true, speech: false };
  for (const name of Object.keys(kept)) {
    const box = doc.querySelector(`[data-sound-${name}]`);
    try { kept[name] = (localStorage.getItem(`scan-${name}`) || (kept[name] ? "on" : "off")) === "on"; } catch { /* private window */ }
    if (!box) continue;
    box.checked = kept[name];
    box.addEventListener("change", () => {
      kept[name] = box.checked;
      try { localStorage.setItem(`scan-${name}`, box.checked ? "on" : "off"); } catch { /* private window */ }
      if (box.checked) tell({ dataset: { said: "good", say: box.parentElement.textContent.trim() } });
    });
  }
  doc.querySelectorAll("[data-sound]").forEach((n) => (n.hidden = false));

  /* One high note for well; two low ones for what a person has to look at. */
  let sound;
  function tone(good) {
    sound ||= new AudioContext();
    (good ? [[880, 0]] : [[220, 0], [220, 0.2]]).forEach(([pitch, after]) => {
      const note = sound.createOscillator(), volume = sound.createGain(), from = sound.currentTime + after;
      note.frequency.value = pitch;
      volume.gain.setValueAtTime(0.2, from);
      volume.gain.exponentialRampToValueAtTime(0.001, from + 0.15);
      note.connect(volume).connect(sound.destination);
      note.start(from);
      note.stop(from + 0.16);
    });
  }
  function tell(node) {
    if (!node) return;
    if (kept.tone && window.AudioContext) tone(node.dataset.said === "good");
    if (!kept.speech || !window.speechSynthesis) return;
    const words = new SpeechSynthesisUtterance(node.dataset.say || node.textContent.trim());
    words.lang = doc.documentElement.lang === "en" ? "en" : "vi-VN";
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  }
  const told = (from) => tell(from.querySelector("[data-said=bad]") || from.querySelector("[data-said]"));
  const shown = (from) => from.querySelectorAll("[data-print]").forEach((n) => (n.hidden = false));
  told(doc);
  shown(doc);
  doc.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });

  /* A stack: each scan goes to the server by itself, in turn, while the next is already being scanned. What could not be
     sent waits and is sent again; what was chosen and typed below stays. */
  const line = doc.querySelector("form[data-stack]"), field = doc.querySelector("[data-scan-field]"), heap = doc.getElementById("stack"), waiting = [];
  let busy = false;
  line?.addEventListener("scan", (event) => {
    event.preventDefault();
    waiting.push(field.value);
    field.value = "";
    send();
  });
  async function send() {
    if (busy) return;
    busy = true;
    const lost = line.querySelector("[data-lost]");
    try {
      while (waiting.length) {
        const form = new FormData(line);
        form.set("ma", waiting[0]);
        const answer = await fetch(line.action, { method: "POST", body: form, headers: { "HX-Request": "true" } });
        if (!answer.ok || answer.status === 204) throw new Error(answer.status);
        swap(await answer.text());
        waiting.shift();
        lost.hidden = true;
      }
    } catch {
      lost.hidden = false;
      lost.querySelector("b").textContent = waiting.length;
      tell({ dataset: { said: "bad", say: lost.textContent } });
      setTimeout(send, 4000);
    }
    busy = false;
  }
  function swap(html) {
    const to = heap.querySelector("[name=to]:checked")?.value, note = heap.querySelector("[name=note]")?.value;
    heap.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    heap.querySelectorAll("[name=to]").forEach((n) => (n.checked ||= n.value === to));
    if (note) { const box = heap.querySelector("[name=note]"); if (box) box.value = note; }
    shown(heap);
    told(heap);
  }
})();
