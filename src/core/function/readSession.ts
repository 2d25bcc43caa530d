import type { CloudConfig, SessionAffinityConfig } from './cloudConfig.ts';
import { definedOnly } from './definedOnly.ts';
import { platformLimits } from './platformLimits.ts';
import type { PropertyReader } from './propertyReader.ts';

export type Session = Pick<CloudConfig, 'sessionAffinity' | 'sessionAffinityConfig' | 'instanceIsolationMode'>;

const affinities = ['NONE', 'GENERATED_COOKIE', 'HEADER_FIELD', 'MCP_SSE'];

/** "Configure HeaderField affinity" docs. */
const headerName = /^(?!x-fc-).{5,40}$/i;

/** Which calls meet the same instance again (fc3 `src/default/config.ts`; "Session affinity", "Instance isolation" docs). */
export function readSession(props: PropertyReader): Session {
  const sessionAffinity = readAffinity(props);
  const instanceIsolationMode = props.text('instanceIsolationMode', 'invalid-session') ?? 'SHARE';
  const written = readConfig(props, sessionAffinity);
  if (sessionAffinity === 'NONE') return { sessionAffinity, instanceIsolationMode };
  const sessionAffinityConfig = {
    sessionConcurrencyPerInstance: instanceIsolationMode === 'SESSION_EXCLUSIVE' ? 1 : 20,
    sessionIdleTimeoutInSeconds: 1800,
    sessionTTLInSeconds: 21600,
    disableSessionIdReuse: false,
    ...(sessionAffinity === 'MCP_SSE' ? { sseEndpointPath: '/sse' } : {}),
    ...written,
  };
  return { sessionAffinity, sessionAffinityConfig, instanceIsolationMode };
}

/** The docs have one more kind for MCP (Streamable HTTP) and do not say how it is written. */
function readAffinity(props: PropertyReader): string {
  const written = props.entry('sessionAffinity')?.node.written ?? '';
  if (/^MCP_\w+$/.test(written)) return written;
  return props.oneOf('sessionAffinity', affinities, 'invalid-session') ?? 'NONE';
}

/** Only what is written. fc3 takes JSON in a text too (`src/subCommands/deploy/impl/function.ts`). */
function readConfig(props: PropertyReader, sessionAffinity: string): Partial<SessionAffinityConfig> {
  const entry = props.entry('sessionAffinityConfig');
  if (entry?.node.kind === 'text' && !entry.node.isExpression) {
    const problem = 'is text: write it as a map of properties to have it read here.';
    props.complain('sessionAffinityConfig', 'invalid-session', problem, { severity: 'information' });
    return {};
  }
  const config = props.map('sessionAffinityConfig');
  if (sessionAffinity === 'HEADER_FIELD' && (entry === undefined || config !== undefined)) requireName(props, config);
  const { sessionConcurrencyPerInstance, sessionIdleTimeoutInSeconds, sessionTTLInSeconds } = platformLimits;
  return definedOnly({
    affinityHeaderFieldName: config && readHeaderName(config),
    sessionConcurrencyPerInstance: config?.number('sessionConcurrencyPerInstance', sessionConcurrencyPerInstance),
    sessionIdleTimeoutInSeconds: config?.number('sessionIdleTimeoutInSeconds', sessionIdleTimeoutInSeconds),
    sessionTTLInSeconds: config?.number('sessionTTLInSeconds', sessionTTLInSeconds),
    disableSessionIdReuse: config?.boolean('disableSessionIdReuse'),
    sseEndpointPath: config?.text('sseEndpointPath', 'invalid-session'),
  });
}

function requireName(props: PropertyReader, config: PropertyReader | undefined): void {
  if (config === undefined)
    props.complain('sessionAffinity', 'invalid-session', 'needs sessionAffinityConfig.affinityHeaderFieldName.');
  else if (config.entry('affinityHeaderFieldName') === undefined)
    config.complain('affinityHeaderFieldName', 'invalid-session', 'is missing.');
}

function readHeaderName(config: PropertyReader): string | undefined {
  const name = config.text('affinityHeaderFieldName', 'invalid-session');
  if (name === undefined || name.includes('${') || headerName.test(name)) return name;
  const problem = 'must have 5 to 40 characters and not begin with x-fc-.';
  config.complain('affinityHeaderFieldName', 'invalid-session', problem);
  return undefined;
}
