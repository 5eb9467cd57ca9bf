// data-bulk: the bar below a table shows while rows are selected, and counts them. Without a script it is always there.
export function watchBulkBars() {
  document.addEventListener("change", (event) => {
    const bar = document.querySelector("[data-bulk]");
    if (!bar || !event.target.matches("[name=selected], [data-bulk-page], [data-bulk-all]")) return;
    if (event.target.matches("[data-bulk-page]")) check(boxes(), event.target.checked);
    const all = bar.querySelector("[data-bulk-all]");
    // "All that match" holds for rows that nobody sees: taking one of those away that are seen takes it back.
    if (all && event.target !== all && !event.target.checked) all.checked = false;
    if (event.target === all) check(boxes(), all.checked);
    show();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-bulk-clear]")) return;
    check(boxes(), false);
    const all = document.querySelector("[data-bulk-all]");
    if (all) all.checked = false;
    show();
    document.querySelector("[data-bulk-page]")?.focus();
  });
  document.addEventListener("htmx:afterSettle", show);
  show();
}

const boxes = () => [...document.querySelectorAll("[name=selected]")];
const check = (list, value) => list.forEach((box) => (box.checked = value));

function show() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const rows = boxes();
  const chosen = rows.filter((box) => box.checked).length;
  const all = bar.querySelector("[data-bulk-all]")?.checked;
  bar.hidden = chosen === 0 && !all;
  const words = `${all ? bar.dataset.total : chosen} selected`;
  const count = bar.querySelector("[data-bulk-count]");
  if (count.textContent !== words) count.textContent = words;
  const page = document.querySelector("[data-bulk-page]");
  if (!page) return;
  page.checked = rows.length > 0 && chosen === rows.length;
  page.indeterminate = chosen > 0 && chosen < rows.length;
}
