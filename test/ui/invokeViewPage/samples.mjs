// @ts-check
/**
 * What a host would send.
 * @typedef {import('../../../src/protocol/invokeView.ts').ResultData} ResultData
 * @typedef {import('../../../src/protocol/invokeView.ts').ToInvokeView} ToInvokeView
 */

/** @type {Extract<ToInvokeView, { type: 'functions' }>} */
export const functions = {
  type: 'functions',
  functions: [
    { id: '/w/hello/s.yaml#hello', name: 'hello', status: 'running :9000' },
    { id: '/w/shop/s.yaml#orders', name: 'orders', status: 'stopped', mode: 'http' },
    { id: '/w/long/s.yaml#long', name: 'image-resizer-with-a-rather-long-name-indeed', status: 'no image yet' },
  ],
};

/** @type {ResultData} */
export const answer = {
  functionName: 'hello',
  requestId: '1-67f0a1b2-15d3a2c4-8f1e2d3c4b5a',
  statusCode: 200,
  headers: {
    'content-type': 'application/json',
    'x-fc-request-id': '1-67f0a1b2-15d3a2c4-8f1e2d3c4b5a',
    date: 'Mon, 23 Nov 2026 19:22:00 GMT',
    connection: 'keep-alive',
  },
  body: {
    encoding: 'utf8',
    data: '{"message":"Hello, world!","id":12345678901234567890,"items":[1,2.50,{"ok":true,"none":null}],"empty":{}}',
  },
  durationMs: 42.27,
  billedDurationMs: 43,
  maxMemoryMb: 47.77,
  memorySizeMb: 512,
  coldStartMs: 812.4,
};

/** @type {ResultData} */
export const crash = {
  ...answer,
  statusCode: 502,
  body: { encoding: 'utf8', data: '' },
  error: {
    type: 'CAExited',
    message:
      'Function instance exited unexpectedly(code 1, message:operation not permitted) with start command: node server.js.',
  },
};

/** Bytes that are no text. */
export const binary = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7) % 256)).toString('base64');
