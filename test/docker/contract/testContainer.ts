import { randomUUID } from 'node:crypto';
import type { ContainerEngine, ContainerPlan, OutputChunk } from '../../../src/core/ports/containerEngine.ts';
import { testLabels } from '../../support/realEngine.ts';

/** A container of a test: what it printed so far, and its end when the test's block ends. */
export interface TestContainer extends AsyncDisposable {
  readonly id: string;
  readonly plan: ContainerPlan;
  readonly chunks: readonly OutputChunk[];
  /** What it printed, both streams or one. */
  printed(stream?: OutputChunk['stream']): string;
  /** Resolves when the text was printed to either stream; rejects when the output ends without it. */
  prints(text: string): Promise<void>;
  readonly ended: Promise<void>;
}

/** What differs from a usual plan. */
export type PlanChanges = Partial<ContainerPlan> & Pick<ContainerPlan, 'image'>;

export function testPlan(changes: PlanChanges): ContainerPlan {
  return {
    name: `fc-test-${randomUUID()}`,
    environment: {},
    port: 9000,
    memoryBytes: 256 * 1024 ** 2,
    cpus: 2,
    diskBytes: 512 * 1024 ** 2,
    mounts: [],
    ...changes,
    labels: { ...testLabels, ...changes.labels },
  };
}

/** Creates, attaches and starts, in the order that loses nothing. */
export async function startContainer(engine: ContainerEngine, changes: PlanChanges): Promise<TestContainer> {
  const plan = testPlan(changes);
  const { containers } = engine;
  const id = await containers.create(plan);
  try {
    const chunks: OutputChunk[] = [];
    const waiting = new Set<() => void>();
    const output = await containers.attach(id, (chunk) => {
      chunks.push(chunk);
      for (const look of waiting) look();
    });
    const printed = (stream?: OutputChunk['stream']): string =>
      Buffer.concat(chunks.filter((chunk) => !stream || chunk.stream === stream).map(({ data }) => data)).toString();
    const prints = async (text: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!printed().includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void output.ended.then(() => reject(new Error(`never printed ${text}, but: ${printed()}`)));
      });
    await containers.start(id);
    return {
      id,
      plan,
      chunks,
      printed,
      prints,
      ended: output.ended,
      [Symbol.asyncDispose]: async () => containers.remove(id),
    };
  } catch (error) {
    await containers.remove(id);
    throw error;
  }
}
