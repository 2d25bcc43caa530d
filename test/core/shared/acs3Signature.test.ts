import { describe, expect, it } from 'vitest';
import { acs3Query, acs3Signature, type Acs3Request } from '../../../src/core/shared/acs3Signature.ts';

/** The example with fixed parameters of the docs, "Request syntax and signature method V3". */
const documented: Acs3Request = {
  method: 'POST',
  path: '/',
  query: [
    ['RegionId', 'cn-shanghai'],
    ['ImageId', 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd'],
  ],
  headers: {
    host: 'ecs.cn-shanghai.aliyuncs.com',
    'x-acs-action': 'RunInstances',
    'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-acs-date': '2023-10-26T10:22:32Z',
    'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
    'x-acs-version': '2014-05-26',
  },
  bodyHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};

describe('A request to Alibaba Cloud', () => {
  it('is signed as the documentation signs its example', () => {
    expect(acs3Signature(documented, 'YourAccessKeySecret')).toBe(
      '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });

  it.each<[string, Partial<Acs3Request>]>([
    ['method', { method: 'GET' }],
    ['path', { path: '/other' }],
    ['query', { query: [] }],
    ['headers', { headers: { ...documented.headers, 'x-acs-action': 'DeleteInstances' } }],
    ['body', { bodyHash: '' }],
  ])('is signed with its %s', (_, changes) => {
    const own = acs3Signature(documented, 'secret');
    expect(acs3Signature({ ...documented, ...changes }, 'secret')).not.toBe(own);
  });

  it('has a query in one order and one encoding', () => {
    expect(acs3Query([])).toBe('');
    const query: Acs3Request['query'] = [
      ['b', "it's (a) *star*!"],
      ['a-1', ''],
      ['a', '生产 /+~'],
    ];
    expect(acs3Query(query)).toBe('a=%E7%94%9F%E4%BA%A7%20%2F%2B~&a-1=&b=it%27s%20%28a%29%20%2Astar%2A%21');
  });
});
