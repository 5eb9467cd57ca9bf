// Below 992 px the menu opens as a dialog, and a dialog needs a name; as a part of the page it must not have one.
export function nameMenu() {
  const menu = document.getElementById("sidebar");
  menu?.addEventListener("show.bs.offcanvas", () => menu.setAttribute("aria-label", "Menu"));
  menu?.addEventListener("hidden.bs.offcanvas", () => menu.removeAttribute("aria-label"));
}
