// Menus of the page.

/** An open menu closes by Escape, and when something else is clicked. @param {HTMLElement} root */
export function menusClose(root) {
  const menus = /** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll("details.menu"));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus.forEach((menu) => {
      if (!menu.open) return;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
  });
  root.addEventListener("pointerdown", (event) => {
    menus.forEach((menu) => menu.contains(/** @type {Node} */ (event.target)) || (menu.open = false));
  });
}
