/** What HTTP lets a request say (RFC 9110 and 9112). The form explains with these rules, the host enforces them. */

/** The methods a Function Compute HTTP trigger can allow. */
export const httpMethods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const;

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export function isHttpMethod(text: string): boolean {
  return (httpMethods as readonly string[]).includes(text);
}

/** Path and query as they stand in a request line: everything outside printable ASCII has to be percent-encoded. */
export function isHttpPath(text: string): boolean {
  return /^\/[\x21-\x7e]*$/.test(text) && !text.includes('#');
}

export function isHeaderName(text: string): boolean {
  return token.test(text);
}

/** Visible characters of Latin-1, spaces and tabs: what Node agrees to send. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}
