// The page: its picture, the cells over it, zoom and pan.

const DPI = [96, 150, 220, 300];

/** The size of a page in points, null where it cannot be painted or the desk cannot be reached. */
async function size(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

export class Viewer {
  constructor(main, onCell) {
    this.base = `/forms/${encodeURIComponent(main.dataset.form)}`;
    this.scroller = document.getElementById("scroll");
    this.sheets = new Map([...main.querySelectorAll(".sheet")].map((sheet) => [sheet.dataset.sheet, sheet]));
    this.output = document.getElementById("zoom");
    this.zoom = null; // null: as wide as there is room
    this.page = [...this.sheets.keys()][0] ?? null;
    this.cells = new Map();
    for (const cell of main.querySelectorAll("#scroll [data-cell]")) this.cells.set(cell.dataset.cell, cell);
    this.scroller.addEventListener("click", (event) => {
      const cell = event.target.closest("[data-cell]");
      if (cell && !this.dragged) onCell(cell.dataset.cell);
    });
    this.listenForPanning();
    this.scroller.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        this.zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15);
      },
      { passive: false },
    );
    for (const button of main.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => ({ in: () => this.zoomBy(1.25), out: () => this.zoomBy(0.8), fit: () => this.fit() })[button.dataset.zoom]());
    }
    this.buttons = [...main.querySelectorAll("button[data-page]")];
    for (const button of this.buttons) button.addEventListener("click", () => this.show(button.dataset.page));
    addEventListener("resize", () => this.layOut());
    if (this.page) this.show(this.page);
  }

  listenForPanning() {
    let from = null;
    this.scroller.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY, left: this.scroller.scrollLeft, top: this.scroller.scrollTop };
      this.dragged = false;
    });
    addEventListener("pointermove", (event) => {
      if (!from || event.buttons !== 1) return;
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!this.dragged && Math.hypot(dx, dy) < 5) return;
      this.dragged = true;
      this.scroller.classList.add("dragging");
      this.scroller.scrollTo(from.left - dx, from.top - dy);
    });
    addEventListener("pointerup", () => {
      from = null;
      this.scroller.classList.remove("dragging");
    });
  }

  async show(page) {
    if (!this.sheets.has(page)) return;
    this.page = page;
    for (const [number, sheet] of this.sheets) sheet.hidden = number !== page;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.page === page));
    const sheet = this.sheets.get(page);
    if (!sheet.dataset.width) {
      sheet.loading ??= size(`${this.base}/pages/${page}`);
      const found = await sheet.loading;
      sheet.loading = null;
      document.querySelector(".unpaintable").hidden = Boolean(found);
      if (!found) {
        sheet.hidden = true;
        return;
      }
      sheet.dataset.width = found.width;
      sheet.dataset.height = found.height;
      sheet.querySelector("svg").setAttribute("viewBox", `0 0 ${found.width} ${found.height}`);
    }
    this.layOut();
    this.centre();
  }

  /** Pages by their order: the next, or the one before. */
  turn(by) {
    const pages = [...this.sheets.keys()];
    this.show(pages[pages.indexOf(this.page) + by]);
  }

  layOut() {
    const sheet = this.sheets.get(this.page);
    if (!sheet?.dataset.width) return;
    const [width, height] = [Number(sheet.dataset.width), Number(sheet.dataset.height)];
    const room = this.scroller.clientWidth - 24;
    const pixels = this.zoom ? (width * 96 * this.zoom) / 72 : room;
    sheet.style.width = `${pixels}px`;
    sheet.style.aspectRatio = `${width} / ${height}`;
    sheet.classList.add("ready");
    this.output.textContent = `${Math.round(((pixels / width) * 72 * 100) / 96)}%`;
    const wanted = ((pixels * devicePixelRatio) / width) * 72;
    const dpi = DPI.find((one) => one >= wanted * 0.92) ?? DPI.at(-1);
    if (dpi > Number(sheet.dataset.dpi ?? 0)) {
      sheet.dataset.dpi = dpi;
      const image = new Image();
      image.src = `${this.base}/pages/${this.page}/${dpi}.png`;
      image.decode().then(
        () => (sheet.querySelector("img").src = image.src),
        () => {},
      );
    }
  }

  scale() {
    const sheet = this.sheets.get(this.page);
    return sheet?.dataset.width ? (sheet.clientWidth / Number(sheet.dataset.width)) * (72 / 96) : 1;
  }

  zoomBy(factor) {
    if (!this.page) return;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.scroller;
    const before = this.scale();
    this.zoom = Math.min(Math.max(before * factor, 0.2), 6);
    this.layOut();
    const grown = this.scale() / before;
    this.scroller.scrollTo((scrollLeft + clientWidth / 2) * grown - clientWidth / 2, (scrollTop + clientHeight / 2) * grown - clientHeight / 2);
    if (this.current) this.centre();
  }

  fit() {
    this.zoom = null;
    this.layOut();
    this.centre();
  }

  pan(dx, dy) {
    this.scroller.scrollBy(dx * 120, dy * 120);
  }

  /** Mark a cell, on whichever page it is, and bring it into sight. */
  choose(name) {
    this.current?.classList.remove("current");
    this.current = this.cells.get(name) ?? null;
    if (!this.current) return;
    this.current.classList.add("current");
    if (this.current.ownerSVGElement) this.current.parentNode.append(this.current); // over its neighbours
    const sheet = this.current.closest("[data-sheet]").dataset.sheet;
    if (this.sheets.size && sheet !== this.page) this.show(sheet);
    else this.centre();
  }

  centre() {
    if (!this.current) return;
    const cell = this.current.getBoundingClientRect();
    const room = this.scroller.getBoundingClientRect();
    const margin = 30;
    if (cell.top < room.top + margin || cell.bottom > room.bottom - margin) {
      this.scroller.scrollTop += (cell.top + cell.bottom) / 2 - (room.top + room.bottom) / 2;
    }
    if (cell.left < room.left || cell.right > room.right) {
      this.scroller.scrollLeft += (cell.left + cell.right) / 2 - (room.left + room.right) / 2;
    }
  }
}
