import { randomBytes } from 'node:crypto';
import { env, Uri, type Webview } from 'vscode';

/** The page of the invoke view: one script, one style sheet, nothing else may be loaded. */
export function invokeViewHtml(webview: Webview, extensionUri: Uri): string {
  const media = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'media', name)).toString();
  const nonce = randomBytes(16).toString('base64url');
  // the toolkit probes the browser with one <style>, which takes its nonce from the csp-nonce tag
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${env.language}">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta property="csp-nonce" content="${nonce}" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <title>Invoke</title>
    <link rel="stylesheet" href="${media('invoke.css')}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${media('invoke.js')}"></script>
  </body>
</html>`;
}
