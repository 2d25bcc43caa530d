import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import FunctionCompute, { InvokeFunctionHeaders, InvokeFunctionRequest } from '@alicloud/fc20230330';
import { Config } from '@alicloud/openapi-client';

const require = createRequire(import.meta.url);

/** The official client of Function Compute 3.0, with nothing but the endpoint changed. */
export const client3 = (url: string, accessKeySecret = 'secret', accessKeyId = 'local'): FunctionCompute => {
  const endpoint = url.slice('http://'.length);
  const config = new Config({ accessKeyId, accessKeySecret, protocol: 'http', endpoint, regionId: 'cn-hangzhou' });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- so do the official samples
  return new FunctionCompute(config);
};

/** An event as its methods take it. */
export const eventOf = (text: string): InvokeFunctionRequest =>
  new InvokeFunctionRequest({ body: Readable.from(Buffer.from(text)) });

type Options3 = Parameters<FunctionCompute['invokeFunctionWithOptions']>[3];
type Invoked3 = Awaited<ReturnType<FunctionCompute['invokeFunction']>>;

/** @param headers as the client names them, e.g. `xFcLogType` */
export const invoke3 = (
  client: FunctionCompute,
  functionName: string,
  text: string,
  headers: object,
): Promise<Invoked3> =>
  client.invokeFunctionWithOptions(
    functionName,
    eventOf(text),
    new InvokeFunctionHeaders(headers),
    {} as unknown as Options3,
  );

/** What is used of `@alicloud/fc2`, which has no types. */
export interface FunctionCompute2 {
  invokeFunction(
    service: string,
    name: string,
    event: string | Buffer | null,
    headers?: object,
    qualifier?: string,
    options?: object,
  ): Promise<Answer2>;
  getFunction(service: string, name: string): Promise<Answer2>;
  listFunctions(service: string, options?: object): Promise<Answer2>;
  get(path: string, query?: object, headers?: object): Promise<Answer2>;
  post(path: string, body: string, headers?: object, query?: object): Promise<Answer2>;
}

export interface Answer2 {
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
}

const Client2 = require('@alicloud/fc2') as new (accountId: string, config: object) => FunctionCompute2;

/** The same of Function Compute 2.0. */
export const client2 = (endpoint: string, accessKeySecret = 'secret', accessKeyID = 'local'): FunctionCompute2 =>
  new Client2('1234567890123456', { accessKeyID, accessKeySecret, region: 'cn-hangzhou', endpoint });
