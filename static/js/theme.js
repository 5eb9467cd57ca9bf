// Blocking and external on purpose: the theme is set before the first paint, under a policy without inline scripts.
(function () {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  root.classList.add("js");
  window.opbxTheme = function () {
    const theme = root.dataset.theme;
    root.dataset.bsTheme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  };
  window.opbxTheme();
  dark.addEventListener("change", window.opbxTheme);
})();
