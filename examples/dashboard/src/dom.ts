// Elements out of data. Texts become text nodes, always: captions and names come from strangers.

import { exact, short } from "./format";

type Child = Node | string | null | undefined | false;
type Given = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, given: Given = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => child != null && child !== false));
  return element;
}

let sections = 0;

/** A part of the page under its heading. */
export function section(title: string, kind: string, ...children: Child[]): HTMLElement {
  const id = `section-${++sections}`;
  return h("section", { class: `card ${kind}`, "aria-labelledby": id }, h("h2", { id }, title), ...children);
}

/** A number shown short; exact for screen readers, and on hover and focus for everybody else. */
export function brief(value: number | null, shown = short, whole = exact): HTMLElement {
  const [text, full] = [shown(value), whole(value)];
  if (text === full) return h("span", { class: "n" }, text);
  return h("span", { class: "n brief", tabindex: "0", "data-exact": full }, h("span", { "aria-hidden": "true" }, text), h("span", { class: "unseen" }, full));
}

/** A TikTok address that the core has built; anything else is no link. */
export function link(url: string | null, text: string): Node {
  if (!url?.startsWith("https://www.tiktok.com/")) return document.createTextNode(text);
  return h("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, text);
}
