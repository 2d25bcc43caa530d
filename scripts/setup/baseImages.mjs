// @ts-check
import { withLock } from '../shared/lock.mjs';
import { inCache } from '../shared/repository.mjs';
import { step } from '../shared/say.mjs';
import { canUnpack } from './apt.mjs';
import { withImageArchive } from './baseImages/imageArchive.mjs';
import { inspectImage, loadImage, pullImage } from './baseImages/images.mjs';
import { recipes } from './baseImages/recipes.mjs';
import { Rootfs } from './baseImages/rootfs.mjs';
import { parseDockerHost } from './engine/endpoint.mjs';

/** @typedef {import('./baseImages/recipes.mjs').BaseName} BaseName */
/** @typedef {import('./engine.mjs').Engine} Engine */
/** @typedef {import('./engine.mjs').Unavailable} Unavailable */
/** @typedef {{ available: true, image: string }} BaseImage */

const recipeLabel = 'fc-containers.base-recipe';
/** To be raised when what is in the images changes, so that older ones are made again. */
const recipeVersion = '1';
const pullLimitMs = 15_000;

/**
 * Makes small base images out of npm and Debian packages and loads them into the engine: no registry of images is asked,
 * and there are places where none can be. An image that is there already is left alone.
 * @template {BaseName} Name
 * @param {Name[]} names
 * @param {Engine} engine
 * @returns {Promise<Record<Name, BaseImage | Unavailable>>}
 */
export async function ensureBaseImages(names, engine) {
  const images = /** @type {Record<Name, BaseImage | Unavailable>} */ ({});
  for (const name of names) {
    images[name] = await step(
      'base image',
      (doing) => ensureBaseImage(name, engine, doing),
      (image) => (image.available ? `${image.image} is in the engine` : `${name} not available: ${image.reason}`),
    );
  }
  return images;
}

/**
 * @param {BaseName} name
 * @param {Engine} engine
 * @param {(doing: string) => void} doing
 * @returns {Promise<BaseImage | Unavailable>}
 */
async function ensureBaseImage(name, engine, doing) {
  const { tag: image, fill, ...description } = recipes[name];
  const endpoint = endpointOf(engine);
  const isThere = async () => (await inspectImage(endpoint, image))?.Config.Labels?.[recipeLabel] === recipeVersion;
  try {
    if (await isThere()) return { available: true, image };
    requirePossible(name);
    const labels = { [recipeLabel]: recipeVersion };
    await withLock(inCache('base-images.lock'), async () => {
      if (await isThere()) return;
      doing(`making ${image}`);
      await Rootfs.make(fill, ({ folder }) =>
        withImageArchive(folder, { ...description, tag: image, labels }, (archive) => loadImage(endpoint, archive)),
      );
    });
    return { available: true, image };
  } catch (error) {
    return { available: false, reason: /** @type {Error} */ (error).message };
  }
}

/** @param {BaseName} name */
function requirePossible(name) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `it is put together from Linux x86-64 programs of this machine, which is ${process.platform} ${process.arch}`,
    );
  }
  if (name !== 'node' && !canUnpack())
    throw new Error('it is put together from Debian packages, and there is no apt here');
}

/**
 * The base image to build on: the one that is asked for when the engine has it or can pull it, else the embedded one.
 * @param {string} wanted such as `node:22-alpine`
 * @param {BaseName} embedded
 * @param {Engine} engine
 * @returns {Promise<{ available: true, image: string, embedded: boolean } | Unavailable>}
 */
export async function chooseBaseImage(wanted, embedded, engine) {
  const endpoint = endpointOf(engine);
  const pulled = await step(
    'base image',
    async () => {
      if ((await inspectImage(endpoint, wanted))?.Architecture === 'amd64')
        return { ok: true, how: 'is in the engine' };
      try {
        await pullImage(endpoint, wanted, pullLimitMs);
        return { ok: true, how: 'pulled' };
      } catch (error) {
        return { ok: false, how: `cannot be pulled here: ${/** @type {Error} */ (error).message}` };
      }
    },
    ({ how }) => `${wanted} ${how}`,
  );
  if (pulled.ok) return { available: true, image: wanted, embedded: false };
  const image = (await ensureBaseImages([embedded], engine))[embedded];
  return image.available ? { ...image, embedded: true } : image;
}

/** @param {Engine} engine */
function endpointOf(engine) {
  const endpoint = parseDockerHost(engine.dockerHost);
  if (!endpoint) throw new Error(`${engine.dockerHost} is no address of an engine`);
  return endpoint;
}
