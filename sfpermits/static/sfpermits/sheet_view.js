/*
 * Zooms a sheet's picture in its place: by buttons, the keys + - 0, and by pointer.
 * Without this the buttons load the page again at another zoom.
 */

const LEVELS = [1, 2, 4, 8];

class SheetView {
  constructor(view) {
    this.view = view;
    this.canvas = view.querySelector(".sheet-canvas");
    this.links = [...document.querySelectorAll(".sheet-zoom a[data-zoom]")];
    for (const link of this.links) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.zoom(Number(link.dataset.zoom));
      });
    }
    view.addEventListener("keydown", (event) => this.key(event));
    view.addEventListener("dblclick", (event) => this.step(1, this.at(event)));
    this.drag();
    this.ready(() => this.toChosen());
  }

  ready(then) {
    const picture = this.canvas.querySelector("img");
    if (picture.complete) then();
    else picture.addEventListener("load", then, { once: true });
  }

  get level() {
    return Number(this.canvas.dataset.zoom);
  }

  /** The middle of what is seen, as shares of the sheet. */
  middle() {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.view;
    const { offsetWidth, offsetHeight } = this.canvas;
    return {
      x: (scrollLeft + clientWidth / 2) / offsetWidth,
      y: (scrollTop + clientHeight / 2) / offsetHeight,
    };
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return {
      x: (event.clientX - box.left) / box.width,
      y: (event.clientY - box.top) / box.height,
    };
  }

  zoom(level, to = this.focus()) {
    this.canvas.dataset.zoom = level;
    for (const link of this.links) {
      if (Number(link.dataset.zoom) === level) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.look(to);
  }

  step(by, to) {
    const next = LEVELS[LEVELS.indexOf(this.level) + by];
    if (next) this.zoom(next, to);
  }

  /** What stays in sight when zoomed from 1: what was pointed out, if anything was. */
  focus() {
    return (this.level === 1 && this.chosen()) || this.middle();
  }

  chosen() {
    const mark = this.canvas.querySelector(".mark.is-chosen");
    if (!mark) return null;
    const inner = mark.getBoundingClientRect();
    const outer = this.canvas.getBoundingClientRect();
    return {
      x: (inner.left + inner.width / 2 - outer.left) / outer.width,
      y: (inner.top + inner.height / 2 - outer.top) / outer.height,
    };
  }

  look({ x, y }) {
    const { clientWidth, clientHeight } = this.view;
    this.view.scrollLeft = x * this.canvas.offsetWidth - clientWidth / 2;
    this.view.scrollTop = y * this.canvas.offsetHeight - clientHeight / 2;
  }

  toChosen() {
    const to = this.chosen();
    if (to) this.look(to);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") this.step(1);
    else if (event.key === "-") this.step(-1);
    else if (event.key === "0") this.zoom(1);
    else return;
    event.preventDefault();
  }

  drag() {
    let from = null;
    this.view.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY };
      this.view.setPointerCapture(event.pointerId);
      this.view.classList.add("is-dragged");
    });
    this.view.addEventListener("pointermove", (event) => {
      if (!from) return;
      this.view.scrollLeft -= event.clientX - from.x;
      this.view.scrollTop -= event.clientY - from.y;
      from = { x: event.clientX, y: event.clientY };
    });
    for (const kind of ["pointerup", "pointercancel"]) {
      this.view.addEventListener(kind, () => {
        from = null;
        this.view.classList.remove("is-dragged");
      });
    }
  }
}

for (const view of document.querySelectorAll("[data-sheet-view]")) new SheetView(view);
