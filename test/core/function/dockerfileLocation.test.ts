import { expect, it } from 'vitest';
import { readFunctionSpecs } from '../../../src/core/function/readFunctionSpecs.ts';
import { configFile, configWith } from './configText.ts';

it.each([
  ['nothing said', '', '', '/ws/shop/Dockerfile', '/ws/shop'],
  ['code', 'code: ./code', '', '/ws/shop/code/Dockerfile', '/ws/shop/code'],
  ['code with src', 'code: { src: app/ }', '', '/ws/shop/app/Dockerfile', '/ws/shop/app'],
  ['code above', 'code: ../other', '', '/ws/other/Dockerfile', '/ws/other'],
  ['code absolute', 'code: /srv/app', '', '/srv/app/Dockerfile', '/srv/app'],
  ['an archive', 'code: ./code.zip', '', '/ws/shop/Dockerfile', '/ws/shop'],
  ['an expression', "code: ${env('CODE')}", '', '/ws/shop/Dockerfile', '/ws/shop'],
  [
    '--dockerfile',
    'code: ./code',
    'fc3 build --dockerfile ./docker/Dockerfile',
    '/ws/shop/docker/Dockerfile',
    '/ws/shop/docker',
  ],
  ['-f', '', 'fc3 build -f web.Dockerfile', '/ws/shop/web.Dockerfile', '/ws/shop'],
  ['=', '', 'fc3 build --dockerfile=a/Dockerfile --context=.', '/ws/shop/a/Dockerfile', '/ws/shop'],
  ['quotes', '', `fc3 build -f "my app/Dockerfile"`, '/ws/shop/my app/Dockerfile', '/ws/shop/my app'],
  ['--context alone', 'code: ./code', 'fc3 build --context ./', '/ws/shop/code/Dockerfile', '/ws/shop'],
  ['another command', 'code: ./code', 'fc3 deploy -f x', '/ws/shop/code/Dockerfile', '/ws/shop/code'],
  ['another component', 'code: ./code', 'oss build -f x', '/ws/shop/code/Dockerfile', '/ws/shop/code'],
  ['an option without a value', '', 'fc3 build --dockerfile', '/ws/shop/Dockerfile', '/ws/shop'],
])('with %s the image is built from where s build would take it', (_, props, action, dockerfile, contextFolder) => {
  const actions = `    actions:\n      pre-deploy:\n        - component: '${action}'\n`;
  const text = configWith(props).replace('    props:\n', action === '' ? '    props:\n' : `${actions}    props:\n`);
  expect(readFunctionSpecs(configFile, text).specs[0]).toMatchObject({ dockerfile, contextFolder });
});
