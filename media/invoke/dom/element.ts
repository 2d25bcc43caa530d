import type { ToolkitElements } from '../toolkit.ts';

type Elements = Omit<HTMLElementTagNameMap, keyof ToolkitElements> & ToolkitElements;
type Tag = keyof Elements;
type Attributes = Readonly<Record<string, string | number | boolean>>;

/**
 * Makes an element out of attributes and text. Texts become text nodes, so nothing that a function answers is ever read
 * as HTML; `true` and `false` set and leave out an attribute.
 */
export function element<T extends Tag>(
  tag: T,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): Elements[T] {
  const made: Element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made as Elements[T];
}

/** Makes an element and puts it at the end of its parent. */
export function append<T extends Tag>(
  parent: Element,
  tag: T,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): Elements[T] {
  const made = element(tag, attributes, ...children);
  parent.append(made);
  return made;
}
