// Says something to people who use a screen reader. The region is in the layout: one made later is not always read.
export function announce(text) {
  const region = document.querySelector("[data-live]");
  if (region) region.textContent = text;
}
