import { append, element } from '../dom/element.ts';
import { say, strings } from '../strings.ts';
import { formatCount } from '../units.ts';

const maxShown = 200;

export interface HeaderList {
  show(headers: Readonly<Record<string, string>>): void;
}

/** The response's headers, folded away. */
export function headerList(parent: Element): HeaderList {
  const details = append(parent, 'details', { id: 'result-headers' });
  const summary = append(details, 'summary');
  const list = append(details, 'dl', { class: 'headers' });
  const more = append(details, 'p', { class: 'note' });
  return {
    show(headers) {
      const entries = Object.entries(headers);
      const rest = entries.length - maxShown;
      details.hidden = entries.length === 0;
      summary.textContent = say(strings.responseHeaders, formatCount(entries.length));
      list.replaceChildren(...entries.slice(0, maxShown).map(row));
      more.textContent = rest > 0 ? say(strings.headersMore, formatCount(rest)) : '';
    },
  };
}

function row([name, value]: [string, string]): Node {
  return element('div', {}, element('dt', {}, `${name}:`), ' ', element('dd', {}, value));
}
