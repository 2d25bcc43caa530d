/** Path and query of a request target; the path as it was sent, the query decoded. */
export function splitTarget(target = '/'): readonly [path: string, query: URLSearchParams] {
  const mark = target.indexOf('?');
  return mark < 0
    ? [target, new URLSearchParams()]
    : [target.slice(0, mark), new URLSearchParams(target.slice(mark + 1))];
}
