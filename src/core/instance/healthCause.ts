import type { StartFinding } from '../shared/startFailure.ts';

/**
 * Why a health check fails.
 * @param statusCode `undefined`: no answer in time
 */
export function healthCause(httpGetUrl: string, statusCode: number | undefined): StartFinding {
  if (statusCode === undefined)
    return {
      cause: 'healthSilent',
      found: [`GET ${httpGetUrl} was not answered in time, though the server listens on CAPort.`],
      nextStep: 'Let it answer sooner, or raise timeoutSeconds (up to 3) or initialDelaySeconds of healthCheckConfig.',
    };
  return {
    cause: 'healthStatus',
    found: [`GET ${httpGetUrl} answers ${statusCode}; 200 to 399 is healthy.`],
    nextStep: nextStep(httpGetUrl, statusCode),
  };
}

function nextStep(httpGetUrl: string, statusCode: number): string {
  if (statusCode === 404) return `Serve ${httpGetUrl}, or correct healthCheckConfig.httpGetUrl in s.yaml.`;
  if (statusCode === 401 || statusCode === 403)
    return `Let ${httpGetUrl} answer without credentials: the health check has none.`;
  if (statusCode === 405) return `Let ${httpGetUrl} answer GET.`;
  return 'See in the log why, or let it answer 200 only once it is ready and raise failureThreshold meanwhile.';
}
