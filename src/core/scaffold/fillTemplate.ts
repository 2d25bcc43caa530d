/** What a template leaves open, `{{name}}` and so on. */
export interface TemplateValues {
  readonly name: string;
  readonly caPort: number;
  /** File name of the Dockerfile. */
  readonly dockerfile: string;
}

/**
 * Puts the values in their places. `{{imageName}}` is the function's name as a repository may be called: registries take
 * lower case letters, digits and single separators between them, function names take more (Docker reference grammar).
 */
export function fillTemplate(text: string, { name, caPort, dockerfile }: TemplateValues): string {
  const values: Readonly<Record<string, string>> = {
    name,
    caPort: String(caPort),
    dockerfile,
    imageName: imageName(name),
  };
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, key: string) => values[key] ?? placeholder);
}

function imageName(name: string): string {
  const separated = name.toLowerCase().replace(/[_-]+/g, '-');
  return separated.replace(/^-|-$/g, '') || 'function';
}
