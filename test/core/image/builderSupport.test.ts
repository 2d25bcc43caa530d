import { describe, expect, it } from 'vitest';
import { requireClassicBuilder } from '../../../src/core/image/builderSupport.ts';

const refused: readonly (readonly [instruction: string, what: string])[] = [
  ['RUN <<EOF\necho hi\nEOF', 'RUN <<…'],
  ['RUN cat <<-"EOF" > /a\nhi\nEOF', 'RUN <<…'],
  ["RUN python3 - <<'PY'\nprint(1)\nPY", 'RUN <<…'],
  ['COPY <<EOF /etc/motd\nhi\nEOF', 'COPY <<…'],
  ['ADD <<EOF /etc/motd\nhi\nEOF', 'ADD <<…'],
  ['RUN --mount=type=cache,target=/root/.npm npm ci', 'RUN --mount'],
  ['run --mount=type=secret,id=npm npm ci', 'RUN --mount'],
];

const accepted: readonly string[] = [
  'RUN echo hi',
  'RUN echo $((1<<2)) $((1 << 2))',
  'RUN grep a <<< "text"',
  'RUN tool --mount=none',
  'COPY --from=build /a /b',
  '# RUN <<EOF',
  'CMD ["sh", "-c", "cat <<EOF"]',
  'this is no Dockerfile at all <<<<',
  '',
];

describe('The classic builder', () => {
  it.each(refused)('is not given %j', (instruction, what) => {
    expect(() => requireClassicBuilder(`FROM a\n\n${instruction}\n`, '/shop/Dockerfile')).toThrow(
      expect.objectContaining({
        code: 'BuilderUnsupported',
        message: `${what} in /shop/Dockerfile, line 3, needs BuildKit.`,
        hint: expect.stringMatching(/\.$/) as string,
      }),
    );
  });

  it.each(accepted)('is given %j', (instruction) => {
    expect(() => requireClassicBuilder(`FROM a\n${instruction}\n`, '/shop/Dockerfile')).not.toThrow();
  });
});
