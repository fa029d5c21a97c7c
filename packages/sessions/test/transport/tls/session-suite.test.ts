// The suites of append and read sessions once more, over HTTPS with a private CA.
process.env["S2KIT_TEST_TLS"] = "1";
try {
  await import("../../session/append-session.test.js");
  await import("../../session/read-session.test.js");
  await import("../../session/token-refresh.test.js");
} finally {
  delete process.env["S2KIT_TEST_TLS"];
}

export {};
