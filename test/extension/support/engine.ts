import { request } from 'node:http';

/** What the engine itself says, asked past the extension and its client. */
const socketPath = (process.env['DOCKER_HOST'] ?? '').replace('unix://', '');

/** Containers of the function, running or not, by the labels of the extension. */
export async function containersOf(functionName: string): Promise<readonly string[]> {
  const filters = JSON.stringify({ label: [`fc-containers.function-name=${functionName}`] });
  const { text } = await ask('GET', `/containers/json?all=1&filters=${encodeURIComponent(filters)}`);
  return (JSON.parse(text) as { Id: string; Labels: Record<string, string> }[])
    .filter(({ Labels }) => Labels['fc-containers.owner-process'] === String(process.pid))
    .map(({ Id }) => Id);
}

export async function killContainer(id: string): Promise<void> {
  await ask('POST', `/containers/${id}/kill`);
}

export async function hasImage(image: string): Promise<boolean> {
  return (await ask('GET', `/images/${image}/json`)).status === 200;
}

export async function removeImage(image: string): Promise<void> {
  await ask('DELETE', `/images/${image}?force=1`);
}

function ask(method: string, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, method, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}
