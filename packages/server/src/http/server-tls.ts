/** How to serve TLS. Everything is PEM. */
export interface ServerTls {
  /** The server's certificate, with those between it and the CA behind it. */
  readonly cert: string | Buffer;
  /** The private key of the certificate. */
  readonly key: string | Buffer;
  /** CAs whose client certificates are accepted; those that the runtime knows unless given. */
  readonly ca?: string | Buffer | undefined;
  /** Refuses clients without a certificate that checks out. Off unless set. */
  readonly requireClientCertificate?: boolean | undefined;
}
