// A long list of which only what can be seen is in the document.

const BEYOND = 6; // rows above and below

export class VirtualList {
  #box;
  #list;
  #rowPixels;
  #make;
  #update;
  #items = [];
  #rows = new Map();
  #frame = null;
  #resized = new ResizeObserver(() => this.#soon());

  /**
   * @param box what scrolls
   * @param list in it, the element that gets the rows
   * @param rowPixels height of every row
   * @param make the element of an item, once
   * @param update what an element shows of its item, as often as it changes
   */
  constructor(box, list, rowPixels, make, update) {
    this.#box = box;
    this.#list = list;
    this.#rowPixels = rowPixels;
    this.#make = make;
    this.#update = update;
    box.addEventListener('scroll', () => this.#soon(), {passive: true});
    this.#resized.observe(box);
  }

  /** The items in their order, each with an `id`. */
  show(items) {
    this.#items = items;
    this.#list.style.height = `${items.length * this.#rowPixels}px`;
    this.#soon();
  }

  /** Something about items that are there has changed. */
  refresh() {
    this.#soon();
  }

  close() {
    this.#resized.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
  }

  #soon() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#render();
    });
  }

  #render() {
    const first = Math.max(0, Math.floor(this.#box.scrollTop / this.#rowPixels) - BEYOND);
    const end = Math.min(this.#items.length,
      Math.ceil((this.#box.scrollTop + this.#box.clientHeight) / this.#rowPixels) + BEYOND);
    const shown = this.#items.slice(first, end);
    this.#forgetAllBut(new Set(shown.map(({id}) => id)));
    let at = this.#list.firstElementChild;
    shown.forEach((item, i) => {
      let row = this.#rows.get(item.id);
      if (!row) {
        row = this.#make(item);
        this.#rows.set(item.id, row);
      }
      if (row === at) at = at.nextElementSibling;
      else this.#list.insertBefore(row, at); // rows that stay in order are not touched, and keep the focus
      row.style.transform = `translateY(${(first + i) * this.#rowPixels}px)`;
      row.setAttribute('aria-setsize', this.#items.length);
      row.setAttribute('aria-posinset', first + i + 1);
      this.#update(row, item);
    });
  }

  #forgetAllBut(shown) {
    for (const [id, row] of this.#rows) {
      if (shown.has(id) || row.contains(document.activeElement)) continue;
      row.remove();
      this.#rows.delete(id);
    }
  }
}
