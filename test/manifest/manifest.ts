import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What these tests read of package.json. */
export interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly displayName: string;
  readonly main: string;
  readonly icon: string;
  readonly engines: { readonly vscode: string; readonly node: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly description: string;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: boolean; readonly description: string };
  };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly View[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly when: string; readonly contents: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly languages: readonly { readonly id: string; readonly configuration: string }[];
    readonly grammars: readonly { readonly language: string; readonly path: string }[];
    readonly keybindings?: unknown;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

export interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
  readonly icon: string;
  readonly enablement?: string;
}

interface View {
  readonly id: string;
  readonly name: string;
  readonly icon: string;
  readonly type?: string;
}

export interface MenuEntry {
  readonly command: string;
  readonly group: string;
  readonly when: string;
}

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly order: number;
  readonly markdownDescription: string;
}

/** An absolute path in the repository. */
export function inRepository(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

export function readText(path: string): string {
  return readFileSync(inRepository(path), 'utf8');
}

export const manifest = JSON.parse(readText('package.json')) as Manifest;
