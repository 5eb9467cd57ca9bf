// data-toggle-password="#id" shows or hides a password input; data-hide-after="30" masks a shown secret again.
export function watchPasswordButtons() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-toggle-password]");
    if (!button) return;
    const input = document.querySelector(button.dataset.togglePassword);
    const shows = input.type === "password";
    input.type = shows ? "text" : "password";
    button.querySelector("[data-word]").textContent = shows ? "Hide" : "Show";
  });
}

export function hideSecretsLater(root) {
  for (const holder of root.querySelectorAll("[data-hide-after]")) {
    setTimeout(() => {
      holder.querySelector("code").textContent = "••••••••••••";
      holder.querySelector("[data-copy]")?.remove();
    }, Number(holder.dataset.hideAfter) * 1000);
  }
}
