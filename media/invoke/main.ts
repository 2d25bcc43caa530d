import { openInvokeView } from './invokeView.ts';
import { registerToolkit } from './toolkit.ts';

registerToolkit();
openInvokeView(document.body);
