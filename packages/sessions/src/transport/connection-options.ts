/** One or more certificates or keys in PEM. */
export type Pem = string | Uint8Array;

/**
 * How connections are made where the runtime's defaults do not fit: a private CA, a client certificate, another name
 * in the server's certificate, a proxy. Needs a runtime with `node:http2`.
 */
export interface ConnectionOptions {
  /** CAs to trust in place of those that the runtime knows. */
  readonly ca?: Pem | readonly Pem[] | undefined;
  /** The client's certificate, with those between it and the CA behind it. Needs `key`. */
  readonly cert?: Pem | undefined;
  /** The private key of `cert`. */
  readonly key?: Pem | undefined;
  /** Opens an encrypted `key`. */
  readonly passphrase?: string | undefined;
  /** The name that is asked for (SNI) and that the server's certificate has to be for. Default: the endpoint's host. */
  readonly serverName?: string | undefined;
  /**
   * An HTTP proxy that connections go through, by CONNECT: `http://host:port`, or `http://user:password@host:port` with
   * percent-encoding where it is needed. With https endpoints the proxy sees nothing but the host name. Environment
   * variables such as `HTTPS_PROXY` are not looked at.
   */
  readonly proxy?: string | undefined;
}
