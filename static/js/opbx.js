// Loads the behaviours of docs/ui.md, section 9. Each works on what it finds and is not missed where it finds nothing.
import { watchCopyButtons } from "./copy.js";
import { watchPasswordButtons, hideSecretsLater } from "./reveal.js";
import { guardUnsavedForms } from "./unsaved.js";
import { configureHtmx } from "./requests.js";
import { watchThemeSwitch } from "./theme_switch.js";
import { watchToasts } from "./toasts.js";
import { nameMenu } from "./menu.js";
import { watchBulkBars } from "./bulk.js";
import { watchPrintButtons } from "./print.js";

watchCopyButtons();
watchPasswordButtons();
hideSecretsLater(document);
guardUnsavedForms();
configureHtmx();
watchThemeSwitch();
watchToasts();
nameMenu();
watchBulkBars();
watchPrintButtons();

document.querySelector("[data-focus]")?.focus();
document.addEventListener("change", (event) => {
  if (event.target.closest("form[data-autosubmit]") && event.target.matches("select")) event.target.form.requestSubmit();
});
