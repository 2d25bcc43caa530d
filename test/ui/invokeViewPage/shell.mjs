// @ts-check
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * The page around the view: its built script and style, the policy and the colours that the editor gives it.
 * @typedef {{ script: string, style: string }} Bundle
 * @typedef {'dark' | 'light' | 'hc-dark' | 'hc-light'} Theme
 */

/**
 * Every theme variable the view and the toolkit read, as the webviews of VS Code 1.100 receive them.
 * @type {Record<Theme, { bodyClass: string, variables: Record<string, string> }>}
 */
const themes = JSON.parse(await readFile(new URL('themes.json', import.meta.url), 'utf8'));

export const themeNames = /** @type {Theme[]} */ (Object.keys(themes));
export const origin = 'https://view.test';
const nonce = 'pageTest';

/** What the editor puts into every webview, as far as it could show. */
const editorStyle = `
  body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground); background-color: transparent;
         font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); }
  code { color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background);
         padding: 1px 3px; border-radius: 4px; }
  a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  ::-webkit-scrollbar { width: 10px; height: 10px; }
  ::-webkit-scrollbar-thumb { background-color: var(--vscode-scrollbarSlider-background); }`;

/** @returns {Promise<Bundle>} */
export async function bundleView() {
  const source = new URL('../../../media/invoke/', import.meta.url);
  const { outputFiles } = await build({
    entryPoints: ['main.ts', 'style.css'].map((name) => fileURLToPath(new URL(name, source))),
    bundle: true,
    minify: true,
    write: false,
    outdir: '/',
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  });
  const textOf = (/** @type {string} */ end) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
  return { script: textOf('main.js'), style: textOf('style.css') };
}

/**
 * Serves the page to a browser that finds nothing else.
 * @param {import('playwright-core').Page} page
 * @param {Bundle} bundle
 * @param {Theme} theme
 */
export async function serveView(page, bundle, theme) {
  await page.route(`${origin}/**`, (route) => {
    switch (new URL(route.request().url()).pathname) {
      case '/view.js':
        return route.fulfill({ contentType: 'text/javascript', body: bundle.script });
      case '/view.css':
        return route.fulfill({ contentType: 'text/css', body: bundle.style });
      case '/editor.css':
        return route.fulfill({ contentType: 'text/css', body: styleOf(theme) });
      default:
        return route.fulfill({ contentType: 'text/html', body: htmlOf(theme) });
    }
  });
}

/** @param {Theme} theme */
function styleOf(theme) {
  const declarations = Object.entries(themes[theme].variables).map(([name, value]) => `${name}: ${value};`);
  return `:root { ${declarations.join(' ')} background: var(--vscode-sideBar-background); } ${editorStyle}`;
}

/** @param {Theme} theme */
function htmlOf(theme) {
  const policy = `default-src 'none'; style-src ${origin} 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<title>Invoke</title>
<link rel="stylesheet" href="${origin}/editor.css">
<link rel="stylesheet" href="${origin}/view.css">
</head>
<body class="${themes[theme].bodyClass}"><script nonce="${nonce}" src="${origin}/view.js"></script></body>
</html>`;
}
