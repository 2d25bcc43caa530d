import type { HeaderList } from '../instance/answerSink.ts';
import { headerValue } from '../invocation/passedHeaders.ts';
import { PlatformError } from './platformError.ts';

/**
 * What the default domain (`*.fcapp.run`) does to an answer, and a custom domain does not: whatever is not a page is
 * downloaded, redirects to other hosts and .apk files are refused (docs: HTTP trigger overview; FAQ on forced downloads
 * and on .apk files; the texts are those of live answers).
 * @returns headers to add, or the answer in the place of this one
 */
export function defaultDomainRules(
  statusCode: number,
  headers: HeaderList,
  host: string | undefined,
): HeaderList | PlatformError {
  const contentType = headerValue(headers, 'content-type')?.toLowerCase() ?? '';
  if (contentType.startsWith('application/vnd.android.package-archive'))
    return new PlatformError(
      400,
      'ApkDownloadForbidden',
      'The apk download is forbidden,please use custom domain endpoint',
    );
  const location = headerValue(headers, 'location');
  if (statusCode >= 300 && statusCode < 400 && location !== undefined && isElsewhere(location, host))
    return new PlatformError(
      400,
      'ExternalRedirectForbidden',
      'The external redirect is forbidden,please use custom domain endpoint',
    );
  const disposition = headerValue(headers, 'content-disposition')?.toLowerCase() ?? '';
  const isDone = contentType.startsWith('text/html') || disposition.startsWith('attachment');
  return isDone ? [] : ['Content-Disposition', 'attachment'];
}

function isElsewhere(location: string, host = 'localhost'): boolean {
  const here = `http://${host}`;
  return !URL.canParse(location, here) || new URL(location, here).host !== new URL(here).host;
}
