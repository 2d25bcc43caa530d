import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { testLabels } from '../../support/realEngine.ts';

/** A registry of images on 127.0.0.1, which engines trust without HTTPS (Docker Registry HTTP API V2). */
export interface LocalRegistry extends AsyncDisposable {
  /** The name of one of its images; what it is like is in the tag. */
  ref(tag: keyof typeof tags): string;
  /** Resolves when half of the layer of `slow` is sent, and no more comes. */
  readonly stuck: Promise<void>;
  /** Resolves when the engine has hung up on it. */
  readonly hungUp: Promise<void>;
}

const tags = {
  good: 'an image for linux/amd64',
  arm: 'an image for linux/arm64',
  'arm-list': 'a list of images that has none for linux/amd64',
  slow: 'an image whose layer does not come to its end',
  silent: 'no answer at all',
  private: 'asks for a sign-in',
  absent: 'is not there',
};

const types = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  list: 'application/vnd.docker.distribution.manifest.list.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
};

const layerBytes = 3 * 1024 ** 2;

export async function localRegistry(): Promise<LocalRegistry> {
  const name = `fc-containers-test/${randomBytes(6).toString('hex')}`;
  const content = new Content();
  const good = await imageFor('amd64', content);
  const arm = await imageFor('arm64', content);
  const slow = await imageFor('amd64', content);
  const platform = { os: 'linux', architecture: 'arm64' };
  const list = { schemaVersion: 2, mediaType: types.list, manifests: [{ ...arm.manifest, platform }] };
  content.tags.set('good', good.manifest.digest);
  content.tags.set('arm', arm.manifest.digest);
  content.tags.set('arm-list', content.keep(types.list, json(list)).digest);
  content.tags.set('slow', slow.manifest.digest);

  const news = new EventEmitter();
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '';
    const last = path.split('/').at(-1) ?? '';
    if (path === '/v2/') response.end('{}');
    else if (last === 'silent') return;
    else if (last === 'private') response.writeHead(401, { 'www-authenticate': 'Basic realm="registry"' }).end();
    else {
      const digest = content.tags.get(last) ?? last;
      const found = content.byDigest.get(digest);
      if (!found) {
        response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
        return;
      }
      const { type, body } = found;
      response.writeHead(200, { 'content-type': type, 'content-length': body.length, 'docker-content-digest': digest });
      if (digest !== slow.layer.digest) response.end(body);
      else {
        request.socket.once('close', () => news.emit('hung up'));
        response.write(body.subarray(0, layerBytes / 2), () => news.emit('stuck'));
      }
    }
  };
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ref: (tag) => `127.0.0.1:${port}/${name}:${tag}`,
    stuck: once(news, 'stuck').then(() => undefined),
    hungUp: once(news, 'hung up').then(() => undefined),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Descriptor {
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

/** Everything by its digest, and the digests behind the tags: engines ask by tag once, and by digest from then on. */
class Content {
  readonly tags = new Map<string, string>();
  readonly byDigest = new Map<string, { readonly type: string; readonly body: Buffer }>();

  keep(type: string, body: Buffer): Descriptor {
    const digest = `sha256:${sha256(body)}`;
    this.byDigest.set(digest, { type, body });
    return { mediaType: type, size: body.length, digest };
  }
}

/** An image of one layer that nobody has. */
async function imageFor(
  architecture: string,
  content: Content,
): Promise<{ readonly manifest: Descriptor; readonly layer: Descriptor }> {
  const tar = await tarOf(randomBytes(layerBytes));
  const layer = content.keep(types.layer, gzipSync(tar));
  const config = content.keep(
    types.config,
    json({
      architecture,
      os: 'linux',
      config: { Cmd: ['/none'], Labels: testLabels },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(tar)}`] },
    }),
  );
  const manifest = json({ schemaVersion: 2, mediaType: types.manifest, config, layers: [layer] });
  return { manifest: content.keep(types.manifest, manifest), layer };
}

async function tarOf(content: Buffer): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: 'file' }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
