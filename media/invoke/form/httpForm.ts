import { httpMethods, isHttpMethod } from '../../../src/protocol/httpSyntax.ts';
import { dropdown } from '../controls/dropdown.ts';
import { textArea, textField } from '../controls/textControl.ts';
import { append } from '../dom/element.ts';
import { strings } from '../strings.ts';
import { bodyRemark } from './bodyRemark.ts';
import { parseHeaderLines } from './headerLines.ts';
import type { RequestForm } from './requestForm.ts';
import { pathFault, requestPath } from './requestPath.ts';

/** The request of an HTTP trigger. */
export function httpForm(parent: Element, onInput: () => void): RequestForm<'method' | 'path' | 'headers' | 'body'> {
  const section = append(parent, 'div', { class: 'stack' });
  const target = append(section, 'div', { class: 'target' });
  const method = dropdown(target, { id: 'method', label: strings.method, onChange: onInput });
  const path = textField(target, { id: 'path', label: strings.path, code: true, onInput: then(judgePath) });
  const headers = textArea(section, {
    id: 'headers',
    label: strings.headers,
    placeholder: strings.headersPlaceholder,
    rows: 2,
    code: true,
    onInput: then(judgeHeaders),
  });
  const body = textArea(section, { id: 'body', label: strings.body, rows: 4, code: true, onInput: then(judgeBody) });

  function then(judge: () => boolean): () => void {
    return () => {
      judge();
      onInput();
    };
  }

  function judgePath(): boolean {
    const fault = pathFault(path.value);
    path.remark(fault ?? '', fault === undefined ? 'note' : 'fault');
    return fault === undefined;
  }

  function judgeHeaders(): boolean {
    const read = parseHeaderLines(headers.value);
    headers.remark('fault' in read ? read.fault : '', 'fault' in read ? 'fault' : 'note');
    return !('fault' in read);
  }

  function judgeBody(): boolean {
    const { kind, text } = bodyRemark(body.value);
    body.remark(body.value === '' ? '' : text, kind);
    return kind === 'note';
  }

  return {
    get values() {
      return { method: method.value, path: path.value, headers: headers.value, body: body.value };
    },
    set values(values) {
      const items = httpMethods.map((name) => ({ value: name, text: name }));
      method.offer(items, isHttpMethod(values.method) ? values.method : 'GET');
      path.value = values.path;
      headers.value = values.headers;
      body.value = values.body;
      for (const judge of [judgePath, judgeHeaders, judgeBody]) judge();
    },
    show(visible) {
      section.hidden = !visible;
    },
    read() {
      const judged = [
        [path, judgePath()],
        [headers, judgeHeaders()],
        [body, judgeBody()],
      ] as const;
      const atFault = judged.find(([, sound]) => !sound);
      const lines = parseHeaderLines(headers.value);
      if (!atFault && 'headers' in lines) {
        const { value } = body;
        return {
          mode: 'http',
          method: method.value,
          path: requestPath(path.value),
          headers: lines.headers,
          body: value,
        };
      }
      atFault?.[0].focus();
      return undefined;
    },
  };
}
