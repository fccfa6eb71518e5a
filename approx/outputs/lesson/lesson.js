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
