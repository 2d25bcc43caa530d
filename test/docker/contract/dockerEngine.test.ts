import { connectRealEngine, describeWithEngine, testDockerfile } from '../../support/realEngine.ts';
import { engineContract, type ContractBuilds, type ContractImages } from './engineContract.ts';

const image = 'fc-containers/busybox:1';
const shell = (script: string): { image: string; command: readonly string[] } => ({
  image,
  command: ['sh', '-c', script],
});

const images: ContractImages = {
  speaks: shell('echo out; echo "$GREETING" >&2; exit 3'),
  serves: shell('echo ready; exec httpd -f -p 9000'),
  endsWhenAsked: shell('trap "exit 7" TERM; echo ready; sleep 1000 & wait'),
  commandMissing: { image, command: ['/no/such/command'] },
  foreign: 'fc-containers/busybox:arm64',
  absent: 'fc-containers-test/absent:1',
};

const builds: ContractBuilds = {
  succeeds: testDockerfile('RUN echo hello from the build'),
  fails: testDockerfile('RUN echo this is why; exit 4'),
  hangs: testDockerfile('RUN echo building; sleep 1000'),
};

describeWithEngine('The Docker adapter', () => {
  engineContract('the real engine', { engine: connectRealEngine, images, builds });
});
