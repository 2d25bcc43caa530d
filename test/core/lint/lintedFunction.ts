import type { FunctionSpec } from '../../../src/core/function/functionSpec.ts';
import { readFunctionSpecs } from '../../../src/core/function/readFunctionSpecs.ts';
import type { ImageFacts } from '../../../src/core/ports/containerEngine.ts';

/** The function a Dockerfile belongs to; `container` are lines of its `customContainerConfig`. */
export function functionWith(...container: readonly string[]): FunctionSpec {
  const config = ['image: shop/hello:v1', ...container].map((line) => `        ${line}\n`).join('');
  const props = '{ region: cn-hangzhou, functionName: hello, runtime: custom-container }';
  const text = `resources:\n  f:\n    component: fc3\n    props:\n      <<: ${props}\n      customContainerConfig:\n${config}`;
  return readFunctionSpecs('/ws/hello/s.yaml', text).specs[0]!;
}

export function imageOf(platform: string): ImageFacts {
  const [os = '', architecture = ''] = platform.split('/');
  const rest = { id: 'sha256:1', sizeBytes: 1, createdAt: new Date(0), entrypoint: [], command: [], exposedPorts: [] };
  return { os, architecture, ...rest };
}
