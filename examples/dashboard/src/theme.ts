// Light and dark: the system's, until the button says otherwise.

export function theme(button: HTMLButtonElement) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let own: boolean | null = null;
  const isDark = () => own ?? dark.matches;
  const apply = () => {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    button.textContent = isDark() ? "Light" : "Dark";
    dispatchEvent(new Event("themechange"));
  };
  button.addEventListener("click", () => {
    own = !isDark();
    apply();
  });
  dark.addEventListener("change", apply);
  apply();
}
