import { describe, expect, it } from 'vitest';
import { foundIn, specOf } from './configText.ts';

describe('the network of a function', () => {
  it.each([
    ['auto', 'auto'],
    [
      '{ vpcId: vpc-1, vSwitchIds: auto, securityGroupId: auto }',
      { vpcId: 'vpc-1', vSwitchIds: 'auto', securityGroupId: 'auto' },
    ],
    [
      '{ vpcId: vpc-1, vSwitchIds: [vsw-1], securityGroupId: sg-1 }',
      { vpcId: 'vpc-1', vSwitchIds: ['vsw-1'], securityGroupId: 'sg-1' },
    ],
    ['{ vpcId: "", vSwitchIds: [], securityGroupId: "" }', undefined],
  ])('may be the VPC %s', (written, expected) => {
    expect(foundIn(`vpcConfig: ${written}`)).toEqual([]);
    expect(specOf(`vpcConfig: ${written}`).vpcConfig).toEqual(expected);
  });

  it('may ask other name servers, with options that need no value', () => {
    const props = 'customDNS: { nameServers: [223.5.5.5], dnsOptions: [{ name: rotate }] }';
    expect(foundIn(props)).toEqual([]);
    expect(specOf(props).customDNS).toEqual({
      nameServers: ['223.5.5.5'],
      searches: [],
      dnsOptions: [{ name: 'rotate', value: '' }],
    });
  });

  it.each([
    ['vpcConfig: vpc-1', 'invalid-type', 'vpc-1', 'auto or a map of properties'],
    ['vpcConfig: { vpcId: v, vSwitchIds: auto }', 'invalid-network', 'vpcConfig', 'securityGroupId is missing'],
    ['vpcConfig: { vpcId: v, securityGroupId: s }', 'invalid-network', 'vpcConfig', 'vSwitchIds is missing'],
    ['vpcConfig: { vpcId: v, vSwitchIds: [], securityGroupId: s }', 'invalid-network', '[]', 'vSwitchIds is missing'],
    [
      'vpcConfig: { vpcId: v, vSwitchIds: vsw-1, securityGroupId: s }',
      'invalid-network',
      'vsw-1',
      '["vsw-1"], or auto',
    ],
    ['vpcConfig: { vpcId: 1, vSwitchIds: auto, securityGroupId: s }', 'invalid-network', '1', 'with quotes'],
    ['vpcBinding: { vpcIds: vpc-1 }', 'invalid-network', 'vpc-1', 'a list of texts'],
    ['customDNS: { nameServers: 223.5.5.5 }', 'invalid-network', '223.5.5.5', 'a list of texts'],
    ['customDNS: { dnsOptions: [{ value: "2" }] }', 'invalid-network', 'value', 'dnsOptions[0].name is missing'],
    ['customDNS: { dnsOptions: [{ name: ndots, value: 2 }] }', 'invalid-network', '2', 'write "2", with quotes'],
  ])('is wrong with %s', (props, code, token, message) => {
    expect(foundIn(props)).toEqual([[code, token, expect.stringContaining(message)]]);
  });
});
