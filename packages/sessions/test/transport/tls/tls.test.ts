import { UsageError } from "@s2kit/core";
import { afterEach, describe, expect, test } from "vitest";
import { createTransports } from "../../../src/index.js";
import { openAppendSession, openReadSession } from "../../../src/session-factory.js";
import { checkTail } from "../../../src/unary/check-tail.js";
import { CA, pem, quiet, SERVER_TLS, startSecureWorld } from "./secure-world.js";

const CLIENT = { cert: pem("client"), key: pem("client-key") };
const DEMANDING = { ...SERVER_TLS, ca: CA, requireClientCertificate: true };

afterEach(quiet);

describe.each(["http2", "fetch", "sse"] as const)("over TLS with a private CA, %s", (transport) => {
  test("appends and reads, and goes on after connections that drop", async () => {
    await using world = await startSecureWorld({ tls: SERVER_TLS, connection: { ca: CA }, transport });
    const { client, transports, address, server } = world;
    await world.append([{ body: "first" }]);
    server.faults.push({ on: "any", stream: "s", at: "before-headers", action: "drop-connection", count: 2 });
    const session = openAppendSession(client, transports, address, { delivery: "exactly-once" });
    for (let batch = 0; batch < 20; batch++) await session.submit([{ body: `${batch}` }]);
    await session.close();
    server.faults.push({ on: "any", stream: "s", at: "before-headers", action: "drop-connection" });
    const bodies: string[] = [];
    for await (const record of openReadSession(client, transports, address, {
      from: { seqNum: 0 },
      stopAtTail: true,
    })) {
      bodies.push(record.text());
    }
    expect(bodies).toEqual(["first", ...Array.from({ length: 20 }, (_, batch) => `${batch}`)]);
    expect((await checkTail(client, address)).seqNum).toBe(21);
    expect(server.faults.injected).toMatchObject({ "drop-connection": 3 });
  });

  test("fails for good, and without another try, when the CA did not sign the certificate", async () => {
    await using world = await startSecureWorld({ tls: SERVER_TLS, connection: { ca: pem("other-ca") }, transport });
    for (const error of Object.values(await world.failures())) {
      expect(error).toMatchObject({ code: "connection_failed", retryable: false, maybeApplied: false });
      expect(error.message).toContain("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    }
    expect(world.retries).toBe(0);
  });

  test("fails for good when the certificate is for another name", async () => {
    const connection = { ca: CA, serverName: "elsewhere.test" };
    await using world = await startSecureWorld({ tls: SERVER_TLS, connection, transport });
    for (const error of Object.values(await world.failures())) {
      expect(error).toMatchObject({ code: "connection_failed", retryable: false, maybeApplied: false });
      expect(error.message).toContain("ERR_TLS_CERT_ALTNAME_INVALID");
    }
    expect(world.retries).toBe(0);
  });

  test("fails for good when the server requires a certificate that the client does not have", async () => {
    await using world = await startSecureWorld({ tls: DEMANDING, connection: { ca: CA }, transport });
    for (const error of Object.values(await world.failures())) {
      expect(error).toMatchObject({ code: "connection_failed", retryable: false, maybeApplied: false });
      expect(error.message).toContain("CERTIFICATE_REQUIRED");
    }
    expect(world.retries).toBe(0);
  });
});

test("presents its certificate to a server that requires one, with an encrypted key too", async () => {
  const encrypted = { cert: CLIENT.cert, key: pem("client-key-encrypted"), passphrase: "test-passphrase" };
  for (const certificate of [CLIENT, encrypted]) {
    await using world = await startSecureWorld({ tls: DEMANDING, connection: { ca: CA, ...certificate } });
    await world.append([{ body: "x" }]);
    await using session = openAppendSession(world.client, world.transports, world.address);
    expect((await (await session.submit([{ body: "y" }])).ack()).start.seqNum).toBe(1);
  }
});

test("checks the certificate for the given server name in place of the endpoint's host", async () => {
  const refusing = await startSecureWorld({ tls: SERVER_TLS, connection: { ca: CA }, host: "0.0.0.0" });
  await using world = await startSecureWorld({
    tls: SERVER_TLS,
    connection: { ca: CA, serverName: "s2.test" },
    host: "0.0.0.0",
  });
  expect((await refusing.failures())["unary"]?.message).toContain("ERR_TLS_CERT_ALTNAME_INVALID");
  await refusing[Symbol.asyncDispose]();
  expect((await checkTail(world.client, world.address)).seqNum).toBe(0);
});

test("trusts what the runtime trusts, and so not a private CA, without options", async () => {
  await using world = await startSecureWorld({ tls: SERVER_TLS });
  expect(world.transports.fetch).toBeUndefined();
  for (const error of Object.values(await world.failures())) {
    expect(error).toMatchObject({ code: "connection_failed", retryable: false });
  }
});

test.each([
  ["a CA that is the path of a file", { ca: "/etc/ssl/ca.pem" }, "connection.ca"],
  ["a CA among others that is none", { ca: [CA, new Uint8Array(3)] }, "connection.ca"],
  ["a certificate without its key", { cert: CLIENT.cert }, "connection.cert"],
  ["a key without its certificate", { key: CLIENT.key }, "connection.cert"],
  ["a key of another certificate", { cert: CLIENT.cert, key: pem("server-key") }, "connection"],
  ["an encrypted key without a passphrase", { cert: CLIENT.cert, key: pem("client-key-encrypted") }, "connection"],
  ["a wrong passphrase", { cert: CLIENT.cert, key: pem("client-key-encrypted"), passphrase: "nope" }, "connection"],
  ["an empty server name", { serverName: "" }, "connection.serverName"],
])("refuses %s before anything is sent", (_, connection, field) => {
  const error = errorOf(() => createTransports({ connection }));
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ field });
  expect(String(error)).not.toMatch(/nope|BEGIN/);
});

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
