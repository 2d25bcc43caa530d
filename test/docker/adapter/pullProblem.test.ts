import { expect, it } from 'vitest';
import { pullProblem } from '../../../src/docker/pullProblem.ts';

it.each([
  [
    'Get "https://x.invalid/v2/": dial tcp: lookup x.invalid on 1.1.1.1:53: no such host',
    'its registry is unknown here (no such host)',
  ],
  [
    'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
    'its registry refuses connections',
  ],
  ['manifest for a:1 not found: manifest unknown: manifest unknown', 'there is no such image or tag'],
  ['manifest unknown', 'there is no such image or tag'],
  ['no matching manifest for linux/amd64 in the manifest list entries', 'it does not exist for linux/amd64'],
  [
    "pull access denied for acme/timeout-eof, repository does not exist or may require 'docker login': denied",
    'it does not exist, or it is private',
  ],
  ['Head "https://r/v2/a/manifests/v1": no basic auth credentials', 'the registry asks for a sign-in'],
  ['unauthorized: authentication required: temporary token expired', 'the registry asks for a sign-in'],
  ['denied: requested access to the resource is denied', 'the registry asks for a sign-in'],
  ['toomanyrequests: You have reached your pull rate limit', 'the registry limits anonymous pulls'],
  ['Get "https://r/v2/": x509: certificate signed by unknown authority', "the registry's certificate is not trusted"],
  ['http: server gave HTTP response to HTTPS client', 'its registry does not speak HTTPS'],
  ['invalid reference format', 'that is no name of an image'],
  ['write /var/lib/docker/x: no space left on device', 'the engine has no disk space left'],
  ['dial tcp: lookup r: read udp 1.1.1.1:53: i/o timeout', 'its registry does not answer'],
  ['Get "https://r/v2/": net/http: TLS handshake timeout', 'its registry does not answer'],
  ['Get "https://r/v2/": context deadline exceeded', 'its registry does not answer'],
  ['Get "https://r/v2/": EOF', 'its registry does not answer'],
  ['read tcp 1.1.1.1:1: connection reset by peer', 'its registry does not answer'],
])('an engine that says "%s" means: %s', (words, problem) => {
  expect(pullProblem(words)).toBe(problem);
});

it('an engine that says something else is quoted', () => {
  expect(pullProblem('the moon is full')).toBeUndefined();
});
