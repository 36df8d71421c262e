// A press that asks the device for a passkey and sends what it gives with the form around it.
// A key that is made opens the account alone, so the device keeps it and asks for finger, face or code each time.
// `data-act` is create or get, `data-options` what the server asks for; `data-fault` is said when nothing comes of it.
class KeyPress extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.querySelector("button").addEventListener("click", () => this.ask());
  }

  async ask() {
    const status = this.querySelector("[role=status]");
    status.textContent = "";
    try {
      const options = JSON.parse(this.dataset.options);
      const wish = options.publicKey.authenticatorSelection;
      if (wish) Object.assign(wish, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
      const given = await window.webauthnJSON[this.dataset.act](options);
      const form = this.closest("form");
      form.elements.credential.value = JSON.stringify(given);
      form.submit();
    } catch {
      status.textContent = this.dataset.fault;
    }
  }
}
customElements.define("key-press", KeyPress);
