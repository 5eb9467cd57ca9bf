// data-unsaved-guard on a form: the browser asks before typed changes are lost.
export function guardUnsavedForms() {
  const changed = new Set();
  const forget = (form) => changed.delete(form);
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-unsaved-guard]");
    if (form) changed.add(form);
  });
  // Rows that the server rearranged are a change too.
  document.addEventListener("htmx:afterSwap", (event) => {
    const form = event.target.closest("form[data-unsaved-guard]");
    if (form) changed.add(form);
  });
  document.addEventListener("submit", (event) => forget(event.target));
  window.addEventListener("beforeunload", (event) => {
    for (const form of changed) if (!form.isConnected) forget(form);
    if (changed.size) event.preventDefault();
  });
}
