// A table that sorts itself by its columns; the order is told to screen readers.

import { h } from "../dom";

export interface Column<T> {
  name: string;
  about?: string;
  /** What stands in the cell. */
  cell: (row: T) => Node | string;
  /** What the column sorts by; without it it does not sort. */
  by?: (row: T) => number | string | null;
  number?: boolean;
}

export function table<T>(caption: string, columns: Column<T>[], rows: T[], first?: string): HTMLElement {
  const body = h("tbody");
  const buttons = new Map<Column<T>, HTMLElement>();
  const heads = columns.map((column) => {
    const name = column.by ? h("button", { type: "button", title: column.about ?? null, click: () => sort(column) }, column.name) : column.name;
    const head = h("th", { scope: "col", class: column.number ? "number" : null }, name);
    buttons.set(column, head);
    return head;
  });
  let order: { column: Column<T>; down: boolean } | null = null;

  function sort(column: Column<T>) {
    const down = order?.column === column ? !order.down : Boolean(column.number);
    order = { column, down };
    for (const [other, head] of buttons) head.setAttribute("aria-sort", other !== column ? "none" : down ? "descending" : "ascending");
    // What is unknown stands last, whichever way.
    const value = (row: T) => column.by!(row);
    const sorted = [...rows].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
      const less = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
      return down ? -less : less;
    });
    show(sorted);
  }

  function show(shown: T[]) {
    body.replaceChildren(...shown.map((row) => h("tr", {}, ...columns.map((column) => h("td", { class: column.number ? "number" : null }, column.cell(row))))));
  }

  const start = columns.find(({ name }) => name === first);
  if (start) sort(start);
  else show(rows);
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, h("table", {}, h("caption", { class: "unseen" }, caption), h("thead", {}, h("tr", {}, ...heads)), body));
}
