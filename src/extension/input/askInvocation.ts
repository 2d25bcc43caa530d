import type { FunctionSpec } from '../../core/function/functionSpec.ts';
import type { InvocationRequest } from '../../core/invocation/invocation.ts';
import { httpMethods, isHttpPath } from '../../protocol/httpSyntax.ts';
import { MultiStep, type Turn } from './multiStep.ts';

/** Asks what to send: an event, or an HTTP request. */
export async function askInvocation(spec: FunctionSpec): Promise<InvocationRequest> {
  let mode = 'event' as 'event' | 'http';
  let method = 'GET';
  let path = '/';
  let body = '';
  const title = `Invoke ${spec.functionName}`;
  const chooseMode = (ask: MultiStep) =>
    ask.pick<'event' | 'http'>({
      placeholder: 'How is the function called?',
      choices: [
        { label: 'Event', description: 'InvokeFunction: POST /invoke', value: 'event' },
        { label: 'HTTP', description: 'HTTP trigger: passed through', value: 'http' },
      ],
      chosen: mode,
      accept: (value) => {
        mode = value;
        ask.total = mode === 'event' ? 2 : hasBody() ? 4 : 3;
      },
    });
  const askEvent = (ask: MultiStep) =>
    ask.text({
      prompt: 'Event payload (the sidebar takes longer ones)',
      value: body === '' ? '{}' : body,
      problem: () => undefined,
      accept: (value) => void (body = value),
    });
  const askMethod = (ask: MultiStep) =>
    ask.pick<string>({
      placeholder: 'Method',
      choices: httpMethods.map((value) => ({ label: value, value })),
      chosen: method,
      accept: (value) => {
        method = value;
        ask.total = hasBody() ? 4 : 3;
      },
    });
  const askPath = (ask: MultiStep) =>
    ask.text({
      prompt: 'Path and query',
      value: path,
      problem: (value) =>
        isHttpPath(value) ? undefined : 'Begins with / and holds no spaces, # or unescaped characters.',
      accept: (value) => void (path = value),
    });
  const askBody = (ask: MultiStep) =>
    ask.text({
      prompt: 'Body (may be empty)',
      value: body,
      problem: () => undefined,
      accept: (value) => void (body = value),
    });
  const hasBody = (): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);

  const skip = Promise.resolve<Turn>('next');
  await new MultiStep(title, 2).run([
    chooseMode,
    (ask) => (mode === 'event' ? askEvent(ask) : askMethod(ask)),
    (ask) => (mode === 'http' ? askPath(ask) : skip),
    (ask) => (mode === 'http' && hasBody() ? askBody(ask) : skip),
  ]);
  const bytes = new TextEncoder().encode(body);
  return mode === 'event'
    ? { mode, body: bytes }
    : { mode, method, path, headers: [], body: hasBody() ? bytes : new Uint8Array() };
}
