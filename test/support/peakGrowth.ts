import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Bytes of memory by which this process grows at most while the work is done. Garbage is collected all along: what counts
 * is what is held, not when the engine of the language chooses to look.
 */
export async function peakGrowth(work: () => Promise<void>): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = (): number => {
    collect();
    return process.memoryUsage.rss();
  };
  const before = used();
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, used())), 20);
  try {
    await work();
  } finally {
    clearInterval(sampler);
  }
  return peak - before;
}
