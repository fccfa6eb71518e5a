// Without this the page shows everything; with it a button copies the lines of a snippet.
"use strict";
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button[data-done]"))) {
  if (!navigator.clipboard) continue;
  const name = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.nextElementSibling?.textContent ?? "");
    button.textContent = button.dataset.done ?? "";
    setTimeout(() => (button.textContent = name), 2000);
  });
}
