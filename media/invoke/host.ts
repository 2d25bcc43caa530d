import type { FromInvokeView, ToInvokeView } from '../../src/protocol/invokeView.ts';
import { isToInvokeView } from '../../src/protocol/invokeViewGuards.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromInvokeView): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** The extension host as the view sees it. The editor hands out its interface once, so there is one of these. */
export interface Host {
  post(message: FromInvokeView): void;
  getState(): unknown;
  setState(state: unknown): void;
}

export function connectHost(onMessage: (message: ToInvokeView) => void): Host {
  const api = acquireVsCodeApi();
  addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isToInvokeView(data)) onMessage(data);
  });
  return {
    post: (message) => api.postMessage(message),
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}
