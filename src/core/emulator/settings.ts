/** What a person may choose; the editor's settings and the headless options both end here. */
export interface Settings {
  /** Engine address (`unix:///…`, `npipe:…`, `tcp://…`); empty: DOCKER_HOST, the docker context, well-known sockets. */
  readonly engineAddress: string;
  /** Passed to every build as `--build-arg`; `BASE_IMAGE` is how the templates take a registry mirror. */
  readonly buildArgs: Readonly<Record<string, string>>;
  /** How long CAPort may take to open, seconds. The platform allows 120. */
  readonly startTimeoutSeconds: number;
  /** Account id shown to the function as `FC_ACCOUNT_ID`. */
  readonly accountId: string;
}

export const defaultSettings: Settings = {
  engineAddress: '',
  buildArgs: {},
  startTimeoutSeconds: 120,
  accountId: '1234567890123456',
};
