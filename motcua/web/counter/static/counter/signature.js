/* Lets the receiver sign on the screen: a picture in a hidden field. Without script they sign on paper. */
(() => {
  "use strict";
  const box = document.querySelector("[data-signature]"), field = document.querySelector("[name=signature]");
  if (!box || !field) return;
  const canvas = box.querySelector("canvas"), pen = canvas.getContext("2d");
  box.hidden = false;
  let drawing = false;
  const clear = () => { pen.clearRect(0, 0, canvas.width, canvas.height); field.value = ""; };
  const at = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [((event.clientX - frame.left) * canvas.width) / frame.width, ((event.clientY - frame.top) * canvas.height) / frame.height];
  };
  pen.lineWidth = 2.5; pen.lineCap = pen.lineJoin = "round"; pen.strokeStyle = "#1d2f8f";
  canvas.addEventListener("pointerdown", (event) => { drawing = true; canvas.setPointerCapture(event.pointerId); pen.beginPath(); pen.moveTo(...at(event)); });
  canvas.addEventListener("pointermove", (event) => { if (!drawing) return; pen.lineTo(...at(event)); pen.stroke(); });
  const done = () => { if (drawing) field.value = canvas.toDataURL("image/png"); drawing = false; };
  canvas.addEventListener("pointerup", done);
  canvas.addEventListener("pointercancel", done);
  box.querySelector("[data-clear]").addEventListener("click", clear);
  /* What was signed before an error stays. */
  if (field.value.startsWith("data:image/png")) { const old = new Image(); old.onload = () => pen.drawImage(old, 0, 0); old.src = field.value; }
})();
