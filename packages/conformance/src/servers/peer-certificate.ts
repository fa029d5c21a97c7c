import { once } from "node:events";
import { connect } from "node:tls";

/** The certificate that a server on this machine presents, unverified, as PEM: for trusting exactly that one. */
export async function peerCertificate(port: number): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
  try {
    await once(socket, "secureConnect");
    const base64 = socket.getPeerCertificate().raw.toString("base64");
    return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
  } finally {
    socket.destroy();
  }
}
