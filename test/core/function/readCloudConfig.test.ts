import { describe, expect, it } from 'vitest';
import { foundIn, specOf } from './configText.ts';

describe('what the cloud knows about a function besides', () => {
  it.each([
    ['tracingConfig: {}', { tracing: false }],
    ['tracingConfig: { jaegerConfig: { endpoint: http://tracing } }', { tracing: true }],
    [
      'tags: [{ key: team, value: shop }, { key: old, value: "" }]',
      { tags: [{ key: 'team' }, { key: 'old', value: '' }] },
    ],
    ['annotations: { headers: { x-a: "1", x-b: b } }', { annotations: { headers: { 'x-a': '1', 'x-b': 'b' } } }],
    ['resourceGroupId: rg-1\nendpoint: fc.internal', { resourceGroupId: 'rg-1', endpoint: 'fc.internal' }],
    ['enableLongLiving: true\ninternetAccess: false', { enableLongLiving: true, internetAccess: false }],
  ])('is read from %s', (props, expected) => {
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props)).toMatchObject(expected);
  });

  it('has layers, though a container may not get them', () => {
    const layer = 'acs:fc:cn-hangzhou:1:layers/tools/versions/1';
    expect(specOf(`layers: [${layer}]`).layers).toEqual([layer]);
  });

  it('has annotations that are not headers, which are none of its business', () => {
    const props = 'annotations: { modelConfig: { id: m } }';
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props)).not.toHaveProperty('annotations');
  });
});
