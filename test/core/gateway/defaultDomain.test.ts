import { describe, expect, it } from 'vitest';
import { defaultDomainRules } from '../../../src/core/gateway/defaultDomain.ts';

const ruled = (statusCode: number, ...headers: string[]): unknown =>
  defaultDomainRules(statusCode, headers, 'localhost:9000');

describe('The default domain', () => {
  it('has everything downloaded but pages', () => {
    expect(ruled(200, 'Content-Type', 'application/json')).toEqual(['Content-Disposition', 'attachment']);
    expect(ruled(200)).toEqual(['Content-Disposition', 'attachment']);
    expect(ruled(200, 'content-type', 'Text/HTML; charset=utf-8')).toEqual([]);
    expect(ruled(200, 'content-disposition', 'attachment; filename=a.txt')).toEqual([]);
  });

  it.each(['https://elsewhere.example/', '//elsewhere.example', 'http://localhost:9001/', 'http://['])(
    'refuses to redirect to %s',
    (location) =>
      expect(ruled(302, 'Location', location)).toMatchObject({ statusCode: 400, code: 'ExternalRedirectForbidden' }),
  );

  it.each(['/login', 'next', '?page=2', 'http://localhost:9000/login'])('lets a redirect to %s pass', (location) => {
    expect(ruled(302, 'Location', location)).toEqual(['Content-Disposition', 'attachment']);
    for (const status of [201, 400])
      expect(ruled(status, 'Location', 'https://elsewhere.example/')).toEqual(['Content-Disposition', 'attachment']);
  });

  it('refuses to give out apps', () => {
    const type = 'application/vnd.android.package-archive';
    expect(ruled(200, 'Content-Type', type)).toMatchObject({ statusCode: 400, code: 'ApkDownloadForbidden' });
  });
});
