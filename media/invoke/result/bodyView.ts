import type { BodyData } from '../../../src/protocol/invokeView.ts';
import { append, element } from '../dom/element.ts';
import { say, strings } from '../strings.ts';
import { formatSize } from '../units.ts';
import { bodyContent, type BodyContent } from './bodyContent.ts';
import { copyButton } from './copyButton.ts';
import { hexDump } from './hexDump.ts';

export interface BodyView {
  show(body: BodyData): void;
}

/** The body of a response: JSON on its own lines, text as it is, everything else as a hex dump. */
export function bodyView(parent: Element, onCopy: (text: string) => void): BodyView {
  const heading = append(parent, 'div', { class: 'heading' });
  append(heading, 'h3', { id: 'result-body-label' }, strings.responseBody);
  const kind = append(heading, 'span', { id: 'result-body-kind', class: 'note' });
  const copy = copyButton(heading, 'copy-body', onCopy);
  // In the tab order, because what scrolls must be reachable for the arrow keys.
  const box = append(parent, 'pre', {
    id: 'result-body',
    tabindex: 0,
    role: 'region',
    'aria-labelledby': 'result-body-label',
  });
  const more = append(parent, 'p', { class: 'note' });
  let dumped: Uint8Array | undefined;

  new ResizeObserver(dump).observe(box);

  function dump(): void {
    if (dumped) box.textContent = hexDump(dumped, charactersAcross(box));
  }

  return {
    show(body) {
      const content = bodyContent(body);
      const { size, shownBytes } = content;
      dumped = content.kind === 'binary' ? content.bytes : undefined;
      kind.textContent = say(nameOf(content), formatSize(size));
      more.textContent = shownBytes === undefined ? '' : say(strings.shownFirst, formatSize(shownBytes));
      box.hidden = content.kind === 'empty';
      box.dataset['kind'] = content.kind;
      box.scrollTop = 0;
      box.replaceChildren(...textOf(content));
      dump();
      copy.offer(body.data, dumped ? strings.copyBase64 : strings.copyBody);
    },
  };
}

function nameOf({ kind }: BodyContent): string {
  return { empty: strings.bodyEmpty, json: strings.bodyJson, text: strings.bodyText, binary: strings.bodyBinary }[kind];
}

function textOf(content: BodyContent): (Node | string)[] {
  if (content.kind === 'text') return [content.text];
  if (content.kind !== 'json') return [];
  return content.tokens.map(({ kind, text }) => (kind === 'mark' ? text : element('span', { class: kind }, text)));
}

function charactersAcross(box: HTMLElement): number {
  const style = getComputedStyle(box);
  const ruler = append(box, 'span', {}, '0'.repeat(100));
  const character = ruler.getBoundingClientRect().width / 100;
  ruler.remove();
  return Math.floor((box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)) / character);
}
