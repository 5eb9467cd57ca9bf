// data-copy="text": a click copies the text and says so for two seconds.
import { announce } from "./announce.js";

export function watchCopyButtons() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const copied = await copy(button.dataset.copy);
    const word = button.querySelector("[data-copy-word]");
    announce(copied ? "Copied" : "Copying is not possible here. Select the text and copy it.");
    if (!word) return;
    word.textContent = copied ? "Copied" : "Not copied";
    setTimeout(() => (word.textContent = "Copy"), 2000);
  });
}

async function copy(text) {
  // The clipboard exists only on https and localhost; plain http inside a company falls back to a selection.
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  }
  return copyBySelection(text);
}

function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}
