/**
 * Every error a person can meet, one code each. The first group carries the platform's own codes (so that what fails
 * here is found again in the cloud's documentation), the second group is ours.
 */
export const fcErrorCodes = [
  // Function Compute's codes, https://help.aliyun.com/zh/functioncompute (custom container FAQ and error codes)
  'FunctionNotStarted', // the server did not answer on CAPort in time
  'CAExited', // the container's process ended while starting
  'CAFileNotFound', // the start command is not in the image
  'CAFilePermission', // the start command may not be executed
  'InitializationError', // the initializer failed
  'FunctionNotFound', // no function of that name
  'ResourceExhausted', // every instance is busy and enough requests wait already
  'PreconditionFailed', // the function's state does not allow it
  'InvalidArgument', // a request over a limit, or a malformed one
  'TaskExists', // an asynchronous task of that id was taken already

  // the engine
  'EngineNotFound', // no socket at the address (ENOENT) or no address worth trying
  'EngineNotRunning', // a socket is there, nobody answers (ECONNREFUSED)
  'EngineAccessDenied', // the socket may not be opened by this user (EACCES)
  'EngineFailed', // the engine answered with an error nothing else here explains

  // the files
  'ConfigInvalid', // s.yaml cannot be read as a custom-container function
  'DockerfileMissing', // no Dockerfile where the function expects it
  'NameInvalid', // a function name outside the platform's rule
  'NameTaken', // a folder or function of that name exists already
  'FolderNotWritable', // files cannot be created there
  'FileExists', // a different file is in the way and nobody agreed to replace it

  // the image
  'BuildFailed', // a Dockerfile step, or the Dockerfile itself, failed
  'BuilderUnsupported', // the Dockerfile needs BuildKit and the engine's classic builder was used
  'ImageMissing', // the function's image is not on this engine
  'ImageNotAmd64', // the platform runs linux/amd64 images only

  // the instance and its invocations
  'PortInUse', // no free host port could be published
  'InstanceNotRunning', // there is no instance to stop or talk to

  'CredentialsUnavailable', // the user's own Alibaba Cloud configuration gave no short-lived credentials

  'WorkspaceNotTrusted', // Restricted Mode: nothing is run
] as const;

export type FcErrorCode = (typeof fcErrorCodes)[number];

export interface FcErrorOptions {
  /** What the person should do next, one sentence. */
  readonly hint?: string;
  /** Evidence for the log: an output tail, the engine's own words. Never a secret. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** The function it is about, so that the message can name it and the next step needs no question. */
  readonly about?: { readonly id: string; readonly functionName: string };
}

/** A small letter to the person: what happened to their function, what to do next, and the cause folded inside. */
export class FcError extends Error {
  readonly code: FcErrorCode;
  readonly hint: string | undefined;
  readonly detail: string | undefined;
  readonly about: FcErrorOptions['about'];

  constructor(code: FcErrorCode, message: string, options: FcErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'FcError';
    this.code = code;
    this.hint = options.hint;
    this.detail = options.detail;
    this.about = options.about;
  }
}
