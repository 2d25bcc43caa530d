'use strict';

// The function that the bench runs where a figure needs to know more than a template's server tells: the moment from
// which it listens, and a log of a known size.
const http = require('node:http');

const server = http.createServer((request, response) => {
  const flood = /^\/flood\?lines=(\d+)&bytes=(\d+)$/.exec(request.url ?? '');
  if (flood) writeLines(Number(flood[1]), Number(flood[2]));
  request.resume().on('end', () => response.end('ok'));
});

/** Many lines with one write, as a program does that writes a lot: the reader is measured, not the writer. */
function writeLines(count, bytes) {
  const linesPerWrite = 100;
  for (let at = 0; at < count; at += linesPerWrite) {
    let text = '';
    for (let line = at; line < Math.min(count, at + linesPerWrite); line++)
      text += `line ${line} `.padEnd(bytes - 1, '.') + '\n';
    process.stdout.write(text);
  }
}

const port = Number(process.env.FC_CUSTOM_LISTEN_PORT ?? 9000);
server.keepAliveTimeout = 0;
// Without an address, listening begins within the call. Told in its callback, a busy machine would know it too late.
const since = performance.timeOrigin + performance.now();
server.listen(port, () => console.log(`listening since ${since}`));
process.on('SIGTERM', () => process.exit(0));
