import { connect } from 'node:net';

/** Whether somebody accepts connections there. */
export async function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
