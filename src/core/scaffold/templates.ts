export type TemplateId = 'nodejs' | 'python';

/** A function to begin with: real files in the folder `media/templates/<id>`. */
export interface Template {
  readonly id: TemplateId;
  readonly title: string;
  readonly description: string;
  /** Paths inside the template's folder, with `/`. */
  readonly files: readonly string[];
}

/** In the order they are offered. */
export const templates: readonly Template[] = [
  {
    id: 'nodejs',
    title: 'Node.js',
    description: 'node:http, no dependencies',
    files: ['s.yaml', 'Dockerfile', '.dockerignore', 'server.js', 'README.md'],
  },
  {
    id: 'python',
    title: 'Python',
    description: 'standard library, no dependencies',
    files: ['s.yaml', 'Dockerfile', '.dockerignore', 'app.py', 'README.md'],
  },
];
