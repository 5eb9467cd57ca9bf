// [data-print] shows itself, because it does nothing without a script, and prints the page.
export function watchPrintButtons() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
