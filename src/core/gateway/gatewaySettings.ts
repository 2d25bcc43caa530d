/** What a person may choose about the doors HTTP comes in by. */
export interface GatewaySettings {
  /** Port of the API on 127.0.0.1; another free one when it is taken. */
  readonly port: number;
  /** Whether calls with a wrong signature are refused, on the API and on HTTP triggers with `authType: function`. */
  readonly checkSignatures: boolean;
  /** The key pair signatures are checked against. Not a secret: it opens nothing but this gateway. */
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Whether HTTP triggers answer as the default domain does: downloads forced, redirects and .apk files refused. */
  readonly defaultDomainRules: boolean;
  /** Host names besides those of this machine that may be used to reach it, e.g. a tunnel's. */
  readonly allowedHosts: readonly string[];
}
