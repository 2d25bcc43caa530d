// @ts-check
import path from 'node:path';

/**
 * How the engine's client gets into the bundles. Dockerode becomes a file of its own beside them, read on first use, so
 * that activation does not even parse it. Our code can therefore only reach it by `await import('dockerode')`.
 * @type {import('esbuild').Plugin}
 */
export const dockerodeBeside = {
  name: 'dockerode-beside',
  setup({ onResolve }) {
    onResolve({ filter: /^dockerode$/ }, ({ kind, importer }) => {
      if (kind === 'dynamic-import') return { path: './dockerode.cjs', external: true };
      const text = `${importer} loads dockerode at once: use "await import('dockerode')" where it is needed`;
      return { errors: [{ text }] };
    });
  },
};

const notBundled = 'module.exports = new Proxy(() => {}, { get: refuse, apply: refuse });';

/**
 * Parts of dockerode that are left out, or evaluated only when they are called. Measured on the whole module: 64 ms and
 * 914 kB as it comes, 15 ms with this.
 *
 * - `session` and `buildkit` pull in grpc and protobuf and read .proto files that a bundle does not have. They serve
 *   `buildImage({ version: '2' })` and `docker.followProgress`, which this extension does not use.
 * - `ssh` pulls in ssh2, which only a DOCKER_HOST of ssh:// needs.
 * @type {import('esbuild').Plugin}
 */
export const slimDockerode = {
  name: 'slim-dockerode',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/(session|buildkit)$/ }, ({ importer, path: name }) =>
      isIn(importer, 'dockerode') ? { path: name, namespace: 'not-bundled' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'not-bundled' }, ({ path: name }) => {
      const message = `dockerode's ${name} is not part of this bundle`;
      return { contents: `const refuse = () => { throw new Error(${JSON.stringify(message)}); };\n${notBundled}` };
    });
    onResolve({ filter: /^\.\/ssh$/ }, ({ importer, resolveDir }) =>
      isIn(importer, 'docker-modem') ? { path: path.join(resolveDir, 'ssh.js'), namespace: 'on-call' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'on-call' }, ({ path: file }) => ({
      contents: `module.exports = (options) => require(${JSON.stringify(file)})(options);`,
      resolveDir: path.dirname(file),
    }));
  },
};

/**
 * @param {string} file
 * @param {string} packageName
 */
const isIn = (file, packageName) => file.includes(path.join('node_modules', packageName, 'lib') + path.sep);
