'use strict';

// The function that the bench runs where a figure needs to know more than a template's server tells: the moment from
// which it listens or ends, and a log of a known size or with known times.
const http = require('node:http');

const now = () => performance.timeOrigin + performance.now();

const server = http.createServer((request, response) => {
  const end = () => response.end('ok');
  request.resume().on('end', () => {
    // most requests only want an answer, and it is to cost as little as an answer can
    if (request.url?.includes('?')) work(new URL(request.url, 'http://server'), end);
    else end();
  });
});

/** What the query asks for, before the answer. */
function work({ pathname, searchParams }, end) {
  const number = (/** @type {string} */ name) => Number(searchParams.get(name));
  if (pathname === '/tick') writeTimes(number('lines'), number('everyMs'), end);
  else if (pathname === '/wait') setTimeout(end, number('ms'));
  else {
    writeLines(number('lines'), number('bytes'));
    end();
  }
}

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

/** One line after the other, each with the moment it was written. */
function writeTimes(count, everyMs, done) {
  if (count === 0) return done();
  process.stdout.write(`tick ${now()}\n`);
  setTimeout(() => writeTimes(count - 1, everyMs, done), everyMs);
}

const port = Number(process.env.FC_CUSTOM_LISTEN_PORT ?? 9000);
server.keepAliveTimeout = 0;
process.on('SIGTERM', () => process.exit(0));

if (process.env.BENCH_SERVER === 'crash') {
  process.stdout.write(`ends at ${now()}\n`);
  process.exit(1);
} else {
  // Without an address, listening begins within the call. Told in its callback, a busy machine would know it too late.
  const since = now();
  const said = () => console.log(`listening since ${since}`);
  if (process.env.BENCH_SERVER === 'loopback') server.listen(port, '127.0.0.1', said);
  else server.listen(port, said);
}
