/* What scripts add to pages that work without them: copying an address, closing what is unfolded, telling of a lost connection. */

class CopyText extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    const button = this.querySelector("button");
    if (!navigator.clipboard || !field || !button) return;
    button.hidden = false;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      button.querySelector("span").textContent = this.dataset.done;
    });
  }
}
customElements.define("copy-text", CopyText);

const unfolded = () => document.querySelectorAll("details.unfold[open]");

document.addEventListener("click", (event) => {
  for (const details of unfolded()) if (!details.contains(event.target)) details.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of unfolded()) {
    details.open = false;
    details.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  const details = event.target.closest("[data-close]")?.closest("details");
  if (!details) return;
  event.preventDefault();
  details.open = false;
  details.querySelector("summary").focus();
});

function tell(text) {
  const toast = document.createElement("div");
  toast.className = "toast toast-bad";
  toast.append(Object.assign(document.createElement("p"), { textContent: text }));
  document.getElementById("toasts").append(toast);
}
document.addEventListener("htmx:sendError", () => tell(document.getElementById("toasts").dataset.lost));
document.addEventListener("click", (event) => event.target.closest(".toast")?.remove());
new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes[0]?.scrollIntoView?.({ block: "nearest" });
}).observe(document.getElementById("toasts"), { childList: true });
