import { connectRealEngine, describeWithEngine, testDockerfile } from '../../support/realEngine.ts';
import { engineContract, type ContractBuilds, type ContractCommands, type ContractImages } from './engineContract.ts';

const image = 'fc-containers/busybox:1';
const shell = (script: string): { image: string; command: readonly string[] } => ({
  image,
  command: ['sh', '-c', script],
});

const images: ContractImages = {
  speaks: shell('echo out; echo "$GREETING" >&2; exit 3'),
  serves: shell('echo ready; cd /dev/shm; printf served > index.html; exec httpd -f -p 9000'),
  endsWhenAsked: shell('trap "exit 7" TERM; echo ready; sleep 1000 & wait'),
  losesChild: shell('tail /dev/zero; echo goes on; sleep 1000'),
  eatsMemory: shell('exec tail /dev/zero'),
  commandMissing: { image, command: ['/no/such/command'] },
  foreign: 'fc-containers/busybox:arm64',
  absent: 'fc-containers-test/absent:1',
  unreachable: '127.0.0.1:1/absent:1',
};

const commands: ContractCommands = {
  speaks: ['sh', '-c', 'echo out; echo err >&2; exit 5'],
  floods: ['sh', '-c', 'echo hello; printf %10000s | tr " " x'],
  hangs: ['sleep', '1000'],
};

const builds: ContractBuilds = {
  succeeds: testDockerfile('RUN echo hello from the build'),
  fails: testDockerfile('RUN echo this is why; exit 4'),
  hangs: testDockerfile('RUN echo building; sleep 1000'),
};

describeWithEngine('The Docker adapter', () => {
  engineContract('the real engine', { engine: connectRealEngine, images, commands, builds });
});
