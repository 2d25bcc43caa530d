'use strict';

const http = require('node:http');

// ----------------------------------------------------------------------------------------------------- your function

/** An event call: a timer, OSS, `s invoke`… What you return is the result of the invocation. */
async function handleEvent(event, { log }) {
  log('INFO', `event of ${event.length} bytes`);
  return { message: 'Hello from Function Compute!', event: parseEvent(event) };
}

/** A call through the HTTP trigger: any method, any path. `request.body` holds the bytes that were sent. */
async function handleHttp(request, response, { log }) {
  log('INFO', `${request.method} ${request.url}`);
  sendJson(response, 200, {
    message: 'Hello from Function Compute!',
    method: request.method,
    path: request.url,
    body: request.body.toString('utf8'),
  });
}

/** Runs once in a new instance, before its first call: open connections, load models. */
async function initialize({ log }) {
  log('INFO', 'initialized');
}

/** Runs before the instance goes away: flush, close. */
async function preStop({ log }) {
  log('INFO', 'about to stop');
}

/** Events are bytes. Most are JSON; the others are taken as text. */
function parseEvent(event) {
  const text = event.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// -------------------------------------------------------------------------------------------------------- the server

let callsUnderWay = 0;
let stopping = false;

const server = http.createServer(async (request, response) => {
  callsUnderWay += 1;
  response.on('close', () => {
    callsUnderWay -= 1;
    exitWhenIdle();
  });

  const context = contextOf(request);
  const kind = kindOf(request);
  try {
    request.body = await readBody(request);
    if (kind === 'http') {
      await handleHttp(request, response, context);
    } else if (kind === 'event') {
      sendResult(response, await handleEvent(request.body, context));
    } else {
      await (kind === 'initialize' ? initialize(context) : preStop(context));
      response.end();
    }
  } catch (error) {
    context.log('ERROR', error instanceof Error ? error.stack : String(error));
    sendFailure(response, kind === 'event' ? 404 : 500, error);
  }
});

/**
 * What the platform wants. Calls of either kind may use any path, so it says which kind in x-fc-control-path; without
 * that header (curl on your machine) the method and the path decide.
 */
function kindOf(request) {
  const control = request.headers['x-fc-control-path'];
  if (control === '/http-invoke') return 'http';
  switch (control ?? `${request.method} ${request.url}`) {
    case '/invoke':
    case 'POST /invoke':
      return 'event';
    case '/initialize':
    case 'POST /initialize':
      return 'initialize';
    case '/pre-stop':
    case 'GET /pre-stop':
      return 'pre-stop';
    default:
      return 'http';
  }
}

/** What the platform tells about a call, and a log whose lines carry the request id. */
function contextOf(request) {
  const requestId = request.headers['x-fc-request-id'] ?? '-';
  return {
    requestId,
    functionName: request.headers['x-fc-function-name'] ?? '',
    region: request.headers['x-fc-region'] ?? '',
    log: (level, text) => console.log(`${new Date().toISOString()} ${requestId} [${level}] ${text}`),
  };
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Text and bytes go out as they are, everything else as JSON. */
function sendResult(response, result) {
  if (typeof result === 'string' || Buffer.isBuffer(result)) response.end(result);
  else sendJson(response, 200, result ?? null);
}

function sendJson(response, status, value) {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

/** `x-fc-status: 404` is how a container tells Function Compute that a call failed. */
function sendFailure(response, status, error) {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.setHeader('x-fc-status', '404');
  sendJson(response, status, {
    errorMessage: error instanceof Error ? error.message : String(error),
    errorType: error instanceof Error ? error.name : 'Error',
  });
}

// Function Compute keeps its connections open and reuses them after long pauses: nothing may time out on this side.
server.timeout = 0;
server.keepAliveTimeout = 0;
server.requestTimeout = 0;
server.headersTimeout = 0;

// On 0.0.0.0: a server on 127.0.0.1 cannot be reached from outside the container.
const port = Number(process.env.FC_CUSTOM_LISTEN_PORT ?? 9000);
server.listen(port, '0.0.0.0', () => console.log(`${new Date().toISOString()} - [INFO] listening on 0.0.0.0:${port}`));

// Told to stop: take nothing new, finish the calls under way, do not wait for connections that are merely open.
function exitWhenIdle() {
  if (stopping && callsUnderWay === 0) process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    stopping = true;
    server.close();
    exitWhenIdle();
  });
}
