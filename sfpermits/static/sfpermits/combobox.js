/*
 * Suggestions under the search box, after the ARIA combobox pattern. The box is a plain
 * form: everything here may fail and searching still works.
 */

const PAUSE = 120;
const SHORTEST = 2;

class Suggestions {
  constructor(input, number) {
    this.input = input;
    this.url = input.dataset.suggestUrl;
    this.active = -1;
    this.items = [];
    this.options = [];
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${number}`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.said = document.createElement("span");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.form.append(this.list, this.said);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.input.form.addEventListener("submit", () => this.close());
    // The box keeps its focus while a suggestion is pressed.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.options.indexOf(option));
    });
  }

  later() {
    this.forget();
    if (this.input.value.trim().length < SHORTEST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  forget() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  async ask() {
    const text = this.input.value.trim();
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.url}?q=${encodeURIComponent(text)}`, {
        signal: this.request.signal,
      });
      if (!answer.ok) throw new Error(`suggestions: ${answer.status}`);
      this.show((await answer.json()).suggestions, text);
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(items, text) {
    this.items = items;
    this.mark(-1);
    this.options = items.map((item, i) => this.option(item, i, text));
    this.list.replaceChildren(...this.grouped());
    if (!items.length || document.activeElement !== this.input) {
      this.close();
      return;
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.said.textContent =
      items.length === 1 ? "1 suggestion" : `${items.length} suggestions`;
  }

  /** The options, with the name of each group above its first one. */
  grouped() {
    return this.options.flatMap((option, i) => {
      const { group } = this.items[i];
      if (!group || group === this.items[i - 1]?.group) return [option];
      const heading = document.createElement("li");
      heading.className = "group";
      heading.setAttribute("role", "presentation");
      heading.setAttribute("aria-hidden", "true");
      heading.textContent = group;
      return [heading, option];
    });
  }

  option(item, number, text) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.append(...highlighted(item.label, text));
    const kind = document.createElement("small");
    kind.textContent = item.kind;
    option.append(label, kind);
    return option;
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.later();
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  /** One place up or down; past either end the typed text has its turn. */
  move(by) {
    const places = this.items.length + 1;
    this.mark(((this.active + 1 + by + places) % places) - 1);
  }

  mark(number) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = number;
    const option = this.options[number];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  choose(number) {
    const item = this.items[number];
    this.close();
    if (item) window.location.assign(item.url);
  }

  close() {
    this.forget();
    this.mark(-1);
    this.list.hidden = true;
    this.said.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }
}

/** The label as text nodes, with what was typed in <mark>; never as HTML. */
function highlighted(label, text) {
  const at = label.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return [label];
  const mark = document.createElement("mark");
  mark.textContent = label.slice(at, at + text.length);
  return [label.slice(0, at), mark, label.slice(at + text.length)];
}

function focusOnSlash(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("input[data-suggest-url]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

document
  .querySelectorAll("input[data-suggest-url]")
  .forEach((input, number) => new Suggestions(input, number));
document.addEventListener("keydown", focusOnSlash);
