import type { CloudConfig, Tag } from './cloudConfig.ts';
import { definedOnly } from './definedOnly.ts';
import type { PropertyReader } from './propertyReader.ts';
import { readAsyncInvokeConfig } from './readAsyncInvokeConfig.ts';
import { readLogConfig } from './readLogConfig.ts';
import { readMounts } from './readMounts.ts';
import { readNetwork } from './readNetwork.ts';
import { readScaling } from './readScaling.ts';
import { readSession } from './readSession.ts';

/** Everything of `props` that only shows once the function is deployed. */
export function readCloudConfig(props: PropertyReader): CloudConfig {
  return definedOnly({
    ...readNetwork(props),
    logConfig: readLogConfig(props),
    ...readMounts(props),
    asyncInvokeConfig: readAsyncInvokeConfig(props),
    ...readScaling(props),
    ...readSession(props),
    enableLongLiving: props.boolean('enableLongLiving') ?? false,
    layers: readLayers(props),
    // fc3 writes {} where there is none
    tracing: (props.map('tracingConfig')?.entries().length ?? 0) > 0,
    tags: readTags(props),
    resourceGroupId: props.text('resourceGroupId'),
    annotations: readAnnotations(props),
    endpoint: props.text('endpoint'),
  });
}

/** Docs on layers name containers without a folder for them; the platform takes only layers made for a runtime. */
function readLayers(props: PropertyReader): readonly string[] {
  const layers = props.texts('layers', 'invalid-type') ?? [];
  const range = props.entry('layers')?.keyRange;
  const problem = 'are made for code runtimes and likely to be refused for a container: copy the files into the image.';
  if (layers.length > 0) props.complain('layers', 'unsupported-layers', problem, { severity: 'warning', range });
  return layers;
}

function readTags(props: PropertyReader): readonly Tag[] {
  return props.maps('tags').flatMap((tag) => {
    const key = tag.requiredText('key', 'invalid-tag');
    const value = tag.text('value', 'invalid-tag') ?? '';
    return key === undefined ? [] : [{ key, value }];
  });
}

function readAnnotations(props: PropertyReader): CloudConfig['annotations'] {
  const headers = props.map('annotations')?.map('headers');
  if (headers === undefined) return undefined;
  const pairs = headers.entries().flatMap(({ key }) => {
    const value = headers.text(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { headers: Object.fromEntries(pairs) };
}
