// Messages: dismissed by a button; those that only confirm leave after 20 seconds unless pointed at or focused.
const LIFETIME = 20000;

export function watchToasts() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]").remove();
  });
  for (const toast of document.querySelectorAll("[data-toast]:not([data-stays])")) leaveLater(toast);
}

export function showToast(text) {
  const region = document.querySelector("[data-toasts]");
  if (!region) return;
  const known = region.querySelector("[data-failure]");
  const toast = known ?? document.createElement("div");
  toast.className = "notice notice-bad message";
  toast.dataset.toast = toast.dataset.failure = "";
  toast.setAttribute("role", "alert");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm";
  button.dataset.dismiss = "";
  button.textContent = "Dismiss";
  toast.replaceChildren(Object.assign(document.createElement("div"), { textContent: text }), button);
  region.append(toast);
}

function leaveLater(toast) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) leaveLater(toast);
    else toast.remove();
  }, LIFETIME);
}
