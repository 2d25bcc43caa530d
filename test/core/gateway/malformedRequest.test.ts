import { describe, expect, it } from 'vitest';
import { parserError, requireWellFormed } from '../../../src/core/gateway/malformedRequest.ts';

const check = (url: string, rawHeaders: readonly string[] = ['Host', 'localhost']): void =>
  requireWellFormed({ httpVersion: '1.1', method: 'GET', url, rawHeaders: [...rawHeaders] });

/** Headers of so many bytes, keys and values. */
const headersOf = (bytes: number): string[] => ['Host', 'localhost', 'X', 'a'.repeat(bytes - 14)];

describe('A request', () => {
  it('has a path and query of 4 KB at most', () => {
    check(`/${'a'.repeat(4095)}`);
    expect(() => check(`/${'a'.repeat(4096)}`)).toThrow('path and query have 4097 bytes, 4096 are allowed');
  });

  it('has headers of 8 KB at most, keys and values', () => {
    check('/', headersOf(8192));
    expect(() => check('/', headersOf(8193))).toThrow('the request headers have 8193 bytes, 8192 are allowed');
  });

  it.each(['/', '//', '/a?b=c&d=%20', '/!"$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'])('may ask for %s', (url) => check(url));

  it.each(['', 'a', '*', 'http://localhost/', '/a b', '/a#b', '/ä', '/\u007f'])('may not ask for “%s”', (url) => {
    expect(() => check(url)).toThrow('not a percent-encoded path');
  });
});

describe('What the parser refuses', () => {
  it('is said in a few words', () => {
    const error = Object.assign(new Error('Parse Error: Invalid header token'), { code: 'HPE_INVALID_HEADER_TOKEN' });
    expect(parserError(error)).toMatchObject({
      statusCode: 400,
      code: 'InvalidArgument',
      message: 'malformed HTTP request: Invalid header token',
    });
  });
});
