import { describe, expect, test } from "vitest";
import { type EndpointOptions, UsageError } from "../src/index.js";
import { parseEndpoint, resolveEndpoints } from "../src/internal.js";
import { thrownBy } from "./thrown-by.js";

describe("an endpoint", () => {
  test.each([
    ["aws.s2.dev:8443", "https://aws.s2.dev:8443/v1"],
    ["localhost:8443", "http://localhost:8443/v1"],
    ["localhost", "http://localhost/v1"],
    ["127.0.0.1:80", "http://127.0.0.1/v1"],
    ["[::1]:8080", "http://[::1]:8080/v1"],
    ["[::1]", "http://[::1]/v1"],
    ["https://[::1]", "https://[::1]/v1"],
    ["http://[2001:db8::1]:9/x", "http://[2001:db8::1]:9/x"],
    ["https://localhost", "https://localhost/v1"],
    ["http://example.com", "http://example.com/v1"],
    ["HTTP://example.com", "http://example.com/v1"],
    ["  example.com \n", "https://example.com/v1"],
    // Only these three spellings are local.
    ["LOCALHOST:1", "https://localhost:1/v1"],
    ["localhost.example.com", "https://localhost.example.com/v1"],
    ["127.0.0.2", "https://127.0.0.2/v1"],
    // An explicit path is the whole path, and a trailing slash none at all.
    ["https://h/", "https://h"],
    ["https://h/api", "https://h/api"],
    ["https://h/api/v2/", "https://h/api/v2"],
    ["h/api", "https://h/api"],
    ["localhost:8080/", "http://localhost:8080"],
    // Credentials do not belong here.
    ["https://user:secret@h:1/x", "https://h:1/x"],
    ["user@localhost", "http://localhost/v1"],
    ["https://a@b@h", "https://h/v1"],
    ["a@b@localhost", "http://localhost/v1"],
  ])("%j is %s", (text, expected) => {
    const endpoint = parseEndpoint(text, "endpoint");
    expect(endpoint.baseUrl()).toBe(expected);
    expect(endpoint.baseUrl("my-basin")).toBe(expected);
    expect(endpoint).toMatchObject({ hasBasin: false, basinInHost: false, query: "" });
  });

  test("keeps its query apart from the path", () => {
    const endpoint = parseEndpoint("https://h?foo=bar", "endpoint");
    expect(endpoint.baseUrl()).toBe("https://h");
    expect(endpoint.query).toBe("foo=bar");
    expect(parseEndpoint("https://h/x/?a=1&b=%20", "endpoint")).toMatchObject({ query: "a=1&b=%20" });
  });

  test("has the basin in its host, as it is", () => {
    const endpoint = parseEndpoint("https://{basin}.cell.aws.s2.dev:8443", "endpoint");
    expect(endpoint.baseUrl("my-basin")).toBe("https://my-basin.cell.aws.s2.dev:8443/v1");
    expect(endpoint).toMatchObject({ hasBasin: true, basinInHost: true, host: "{basin}.cell.aws.s2.dev:8443" });
  });

  test("has the basin in its path, percent-encoded", () => {
    const endpoint = parseEndpoint("https://cell/api/{basin}/v2", "endpoint");
    expect(endpoint.baseUrl("my-basin")).toBe("https://cell/api/my-basin/v2");
    expect(endpoint.baseUrl("a/b")).toBe("https://cell/api/a%2Fb/v2");
    expect(endpoint).toMatchObject({ hasBasin: true, basinInHost: false, host: "cell" });
  });

  test("keeps the placeholder where there is no basin", () => {
    expect(parseEndpoint("https://{basin}.h/{basin}", "endpoint").baseUrl()).toBe("https://{basin}.h/{basin}");
  });

  test.each([
    ["", "must not be empty"],
    ["  \t ", "must not be empty"],
    ["ftp://h", 'must be an http or https URL, got "ftp://…"'],
    ["s2+x.y-z://h", 'got "s2+x.y-z://…"'],
    ["https://", "is not a valid endpoint"],
    ["https://:8080", "is not a valid endpoint"],
    ["https://a b", "is not a valid endpoint"],
    ["h:port", "is not a valid endpoint"],
    ["h:99999", "is not a valid endpoint"],
    ["::1", "is not a valid endpoint"],
    ["https://h#x", "must not have a fragment"],
    ["https://h/x?y#z", "must not have a fragment"],
    ["https://h?basin={basin}", "in its host and path only"],
  ])("%j is refused: it %s", (text, message) => {
    const error = thrownBy(() => parseEndpoint(text, "endpoints.basin"));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({
      field: "endpoints.basin",
      message: expect.stringContaining("endpoints.basin"),
      rawMessage: expect.stringContaining(message),
    });
  });

  test("is not repeated in a message, because it may hold credentials", () => {
    for (const text of ["https://user:hunter2@", "ftp://user:hunter2@h", "https://user:hunter2@h#x"]) {
      expect(String(thrownBy(() => parseEndpoint(text, "endpoint")))).not.toContain("hunter2");
    }
  });

  test("must be text", () => {
    expect(thrownBy(() => parseEndpoint(new URL("https://h") as unknown as string, "endpoint"))).toBeInstanceOf(
      UsageError,
    );
  });
});

describe("both endpoints", () => {
  const urls = (options: EndpointOptions | undefined): [string, string, boolean] => {
    const { account, basin, sendBasinHeader } = resolveEndpoints(options);
    return [account.baseUrl(), basin.baseUrl("b-name"), sendBasinHeader];
  };

  test.each<[string, EndpointOptions | undefined, [string, string, boolean]]>([
    ["nothing is the cloud", undefined, ["https://a.s2.dev/v1", "https://b-name.b.s2.dev/v1", false]],
    ["an empty object is the cloud", {}, ["https://a.s2.dev/v1", "https://b-name.b.s2.dev/v1", false]],
    ["one text is both", "localhost:8080", ["http://localhost:8080/v1", "http://localhost:8080/v1", true]],
    [
      "each is its own",
      { account: "https://acc.example.com", basin: "https://{basin}.example.com" },
      ["https://acc.example.com/v1", "https://b-name.example.com/v1", false],
    ],
    [
      "a basin in the path still needs the header",
      { account: "https://acc.example.com", basin: "https://example.com/{basin}" },
      ["https://acc.example.com/v1", "https://example.com/b-name", true],
    ],
    // A token meant for a local server never leaves for production.
    [
      "only the account is both",
      { account: "localhost:8080" },
      ["http://localhost:8080/v1", "http://localhost:8080/v1", true],
    ],
    [
      "only the basin is both",
      { basin: "localhost:8080" },
      ["http://localhost:8080/v1", "http://localhost:8080/v1", true],
    ],
    [
      "a basin endpoint of the cloud belongs to the account endpoint of the cloud",
      { basin: "https://{basin}.b.s2.dev" },
      ["https://a.s2.dev/v1", "https://b-name.b.s2.dev/v1", false],
    ],
    [
      "an account endpoint of the cloud belongs to the basin endpoint of the cloud",
      { account: "aws.s2.dev:8443" },
      ["https://aws.s2.dev:8443/v1", "https://b-name.b.s2.dev/v1", false],
    ],
  ])("%s", (_, options, expected) => {
    expect(urls(options)).toEqual(expected);
  });

  test("a host that only looks like the cloud is not", () => {
    expect(urls({ account: "https://not-s2.dev" })[1]).toBe("https://not-s2.dev/v1");
    expect(urls({ account: "https://a.s2.dev.example.com" })[1]).toBe("https://a.s2.dev.example.com/v1");
  });

  test("only a basin endpoint with a placeholder does not tell the account endpoint", () => {
    const error = thrownBy(() => resolveEndpoints({ basin: "https://{basin}.example.com" }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ field: "endpoints.account", message: expect.stringContaining("must be given too") });
  });

  test.each<[EndpointOptions, string]>([
    ["https://{basin}.example.com", "one endpoint for both must not hold {basin}"],
    [
      { account: "https://{basin}.example.com", basin: "https://example.com" },
      "endpoints.account must not hold {basin}",
    ],
    [{ account: "" }, "endpoints.account must not be empty"],
    [{ basin: " " }, "endpoints.basin must not be empty"],
  ])("%j is refused", (options, message) => {
    expect(thrownBy(() => resolveEndpoints(options))).toMatchObject({ rawMessage: expect.stringContaining(message) });
  });
});
