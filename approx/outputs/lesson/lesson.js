// Checks what a reader answers. Without this every answer still unfolds.
"use strict";
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form"))) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const told = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
    const { right, value, tolerance, sayRight, sayWrong, sayMissing } = form.dataset;
    const given = String([...new FormData(form).values()][0] ?? "").trim();
    // A number may have a true minus sign and a decimal comma.
    const number = Number(given.replace("−", "-").replace(",", "."));
    if (given === "" || (right === undefined && !Number.isFinite(number))) {
      told.className = "";
      told.textContent = sayMissing ?? "";
      return;
    }
    const good =
      right === undefined ? Math.abs(number - Number(value)) <= Number(tolerance) + 1e-12 : given === right;
    told.className = good ? "right" : "wrong";
    told.textContent = (good ? sayRight : sayWrong) ?? "";
  });
}

// A page says which of its tasks is solved. Files have no origin to check: only frames of ours are heard.
addEventListener("message", ({ source, data }) => {
  const frames = /** @type {NodeListOf<HTMLIFrameElement>} */ (document.querySelectorAll("iframe"));
  const frame = [...frames].find(({ contentWindow }) => contentWindow === source);
  const told = /** @type {HTMLOutputElement | null | undefined} */ (frame?.closest("section")?.querySelector("output"));
  if (!told || !Number.isInteger(data?.solved) || !(data.solved > 0)) return;
  const { tasks, say } = told.dataset;
  told.className = "right";
  told.textContent = (say ?? "").replace("{k}", String(data.solved)).replace("{n}", tasks ?? "");
});
