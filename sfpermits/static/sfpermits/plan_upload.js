/*
 * Shows how far an upload is, and takes a file that is dropped. Without this the form
 * is sent as it stands.
 */

const MEGABYTE = 1024 * 1024;

class PlanForm {
  constructor(form) {
    this.form = form;
    this.input = form.elements.file;
    this.drop = form.querySelector(".drop");
    this.errors = form.querySelector(".feedback-errors");
    this.sending = form.querySelector(".sending");
    this.button = form.querySelector("button[type=submit]");
    this.said = form.querySelector("[role=status]");
    form.addEventListener("submit", (event) => this.send(event));
    this.takeDrops();
    // Back from the report: the browser may bring the form back as it was left.
    window.addEventListener("pageshow", () => this.rest());
  }

  takeDrops() {
    this.drop.classList.add("can-drop");
    for (const kind of ["dragover", "dragleave", "drop"]) {
      this.drop.addEventListener(kind, (event) => {
        event.preventDefault();
        this.drop.classList.toggle("is-over", kind === "dragover");
      });
    }
    this.drop.addEventListener("drop", (event) => {
      if (event.dataTransfer.files.length) this.input.files = event.dataTransfer.files;
    });
  }

  send(event) {
    const file = this.input.files[0];
    if (!file) return;
    event.preventDefault();
    const limit = Number(this.form.dataset.limit);
    if (file.size > limit * MEGABYTE) {
      const size = Math.round(file.size / MEGABYTE);
      this.refuse("The file is too large", `It is ${size} MB; up to ${limit} MB are taken.`);
      return;
    }
    this.start();
    const request = new XMLHttpRequest();
    request.open("POST", this.form.dataset.api);
    request.responseType = "json";
    request.upload.addEventListener("progress", (sent) => this.show(sent));
    request.addEventListener("load", () => this.answer(request));
    for (const kind of ["error", "abort", "timeout"]) {
      request.addEventListener(kind, () =>
        this.refuse("The upload was cut off", "Not all of it arrived. Please send it again."),
      );
    }
    request.send(new FormData(this.form));
  }

  start() {
    this.errors.hidden = true;
    this.sending.hidden = false;
    this.button.disabled = true;
    this.quarter = 0;
    this.said.textContent = "Sending the file.";
  }

  show({ lengthComputable, loaded, total }) {
    if (!lengthComputable) return;
    const percent = Math.floor((100 * loaded) / total);
    this.sending.querySelector("progress").value = percent;
    const done = percent === 100 ? "sent; it is being stored" : `${percent} %`;
    this.sending.querySelector(".number").textContent = done;
    // A screen reader hears of every quarter.
    const quarter = Math.floor(percent / 25);
    if (quarter > this.quarter) this.said.textContent = `${quarter * 25} % sent.`;
    this.quarter = quarter;
  }

  answer(request) {
    const said = request.response ?? {};
    if (request.status === 202) {
      window.location.assign(said.report_url);
      return;
    }
    this.refuse(
      said.title ?? "The file was not taken",
      said.detail ?? "The site did not say why. Please try again in a minute.",
    );
  }

  refuse(title, detail) {
    this.rest();
    this.errors.querySelector("h2").textContent = title;
    this.errors.querySelector("p").textContent = detail;
    this.errors.querySelector(".reminder").hidden = true;
    this.errors.hidden = false;
    this.errors.scrollIntoView({ block: "nearest" });
  }

  rest() {
    this.sending.hidden = true;
    this.sending.querySelector("progress").value = 0;
    this.button.disabled = false;
    this.said.textContent = "";
  }
}

for (const form of document.querySelectorAll(".plan-form")) new PlanForm(form);
