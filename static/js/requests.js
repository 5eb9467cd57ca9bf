// htmx: the CSRF header, short addresses for filters, and words for what a swap changed or why it failed.
import { announce } from "./announce.js";
import { hideSecretsLater } from "./reveal.js";
import { showToast } from "./toasts.js";

const SAFE = new Set(["get", "head", "options"]);

export function configureHtmx() {
  document.addEventListener("htmx:configRequest", (event) => {
    const { verb, headers, parameters, elt } = event.detail;
    const token = document.querySelector('meta[name="csrf-token"]')?.content;
    if (!SAFE.has(verb) && token) headers["X-CSRFToken"] = token;
    if (!elt.matches("[data-filters]")) return;
    // Leaving the search box fires "change" for what "input" has already asked for.
    const cause = event.detail.triggeringEvent;
    if (cause?.type === "change" && cause.target.type === "search") event.preventDefault();
    // Filters that are not set do not belong into an address that people share.
    for (const name of [...Object.keys(parameters)]) if (parameters[name] === "") delete parameters[name];
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    hideSecretsLater(event.detail.target);
    const count = document.querySelector("[data-announce]");
    if (count && event.detail.elt.id === "list") announce(count.textContent.trim());
    event.detail.target.querySelector?.("[data-focus]")?.focus();
  });
  document.addEventListener("htmx:responseError", () => showToast("OPBX could not answer. Nothing was changed. Try again."));
  document.addEventListener("htmx:sendError", () => showToast("OPBX cannot be reached. Check your connection and try again."));
}
