/** What we open can be reached from this machine only. */
export const loopback = '127.0.0.1';
