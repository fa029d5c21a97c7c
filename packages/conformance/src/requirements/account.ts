/** What has to hold for an account's access tokens, locations and metrics. */
export const accountRequirements = {
  "access-token.issue": "A token is issued once for an id, and is listed as it was asked for, without its value.",
  "access-token.list": "Tokens are listed in byte order, by prefix and page.",
  "access-token.revoke": "A token that was revoked is not known any more.",
  "access-token.scope": "A token permits the operations of its groups and its list, on the resources that it names.",
  "access-token.delegation": "A token issues no token that may do more than itself.",
  "access-token.auto-prefix": "A prefixed token uses names of streams without the prefix that all of them have.",
  "location.list": "Locations have a name, say whether they are private, and may say which storage classes they have.",
  "location.default": "One location is the default, and can be replaced by another that exists.",
  "location.basin": "A basin is where it was created for as long as it exists.",
  "metrics.range": "Metrics are asked for by set and by a range of at most 90 days.",
  "metrics.account": "An account has metrics of what is in use, done and billed.",
  "metrics.basin": "A basin has metrics of what is stored, appended, read and done.",
  "metrics.stream": "A stream has a metric of what is stored.",
} as const;
