/** 16 × 16 line drawings in the colour of the text around them. */
const paths = {
  pass: ['M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13Z', 'm5 8.2 2.1 2.1L11 6'],
  error: ['M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13Z', 'm5.7 5.7 4.6 4.6m0-4.6-4.6 4.6'],
  warning: ['M8 1.8 14.7 13.9H1.3Z', 'M8 6v4.1m0 1.5v.6'],
  cancelled: ['M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13Z', 'm3.5 12.5 9-9'],
  running: ['M8 1.5a6.5 6.5 0 1 1-6.5 6.5'],
  copy: ['M5.5 5.5h8v9h-8Z', 'M3 10.5h-.5v-9h8V2'],
  copied: ['m2.5 8.5 3.6 3.6 7.4-8'],
  play: ['M4.5 2.7v10.6L13 8Z'],
} as const;

export type IconName = keyof typeof paths;

const svg = 'http://www.w3.org/2000/svg';

/** Decoration only: the text beside an icon always says the same. */
export function icon(name: IconName): SVGElement {
  const drawing = document.createElementNS(svg, 'svg');
  for (const [key, value] of Object.entries({
    viewBox: '0 0 16 16',
    class: `icon icon-${name}`,
    'aria-hidden': 'true',
  }))
    drawing.setAttribute(key, value);
  for (const d of paths[name]) {
    const path = document.createElementNS(svg, 'path');
    path.setAttribute('d', d);
    drawing.append(path);
  }
  return drawing;
}
