import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadTemplate } from '../../../src/core/scaffold/scaffoldPlan.ts';

export const templatesFolder = join(import.meta.dirname, '../../../media/templates');

export const readTemplate: ReadTemplate = (path) => readFile(join(templatesFolder, path), 'utf8');
