// data-set-theme="light|dark|auto": remembered in a cookie, so that the server draws the next page right.
export function watchThemeSwitch() {
  const root = document.documentElement;
  const buttons = document.querySelectorAll("[data-set-theme]");
  const mark = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.setTheme === root.dataset.theme));
  };
  mark();
  for (const button of buttons) {
    button.addEventListener("click", () => {
      root.dataset.theme = button.dataset.setTheme;
      const secure = location.protocol === "https:" ? "; Secure" : "";
      document.cookie = `theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
      window.opbxTheme();
      mark();
    });
  }
}
