/** The exact reasons come first: the general ones are words that names of images may hold too. */
const problems: readonly (readonly [RegExp, string])[] = [
  [/no such host/i, 'its registry is unknown here (no such host)'],
  [/connection refused/i, 'its registry refuses connections'],
  [/manifest (?:for .* )?(?:not found|unknown)|manifest unknown/i, 'there is no such image or tag'],
  [/no matching manifest|does not match the specified platform/i, 'it does not exist for linux/amd64'],
  [/pull access denied|repository does not exist/i, 'it does not exist, or it is private'],
  [/unauthorized|no basic auth|authentication required|access .*is denied/i, 'the registry asks for a sign-in'],
  [/toomanyrequests|rate limit/i, 'the registry limits anonymous pulls'],
  [/x509:|certificate/i, "the registry's certificate is not trusted"],
  [/server gave HTTP response to HTTPS client/i, 'its registry does not speak HTTPS'],
  [/invalid reference format/i, 'that is no name of an image'],
  [/no space left on device/i, 'the engine has no disk space left'],
  [/timeout|deadline exceeded|TLS handshake|\bEOF\b|reset by peer|unreachable/i, 'its registry does not answer'],
];

/**
 * Why an image could not be fetched from its registry, as the end of a sentence; `undefined`: nothing known. The engine's
 * words are all there is to go by: the same reason is 404, 500 or a message within an answer of 200.
 */
export function pullProblem(words: string): string | undefined {
  return problems.find(([pattern]) => pattern.test(words))?.[1];
}
