import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{core,docker,manifest}/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
