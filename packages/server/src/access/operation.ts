/** What a group of operations acts on. */
export type OperationLevel = "account" | "basin" | "stream";

export type OperationKind = "read" | "write";

/** Something that a client can ask for. */
export type Operation =
  | "list-basins"
  | "create-basin"
  | "delete-basin"
  | "reconfigure-basin"
  | "get-basin-config"
  | "issue-access-token"
  | "revoke-access-token"
  | "list-access-tokens"
  | "list-streams"
  | "create-stream"
  | "delete-stream"
  | "get-stream-config"
  | "reconfigure-stream"
  | "check-tail"
  | "append"
  | "read"
  | "trim"
  | "fence"
  | "account-metrics"
  | "basin-metrics"
  | "stream-metrics"
  | "list-locations"
  | "get-default-location"
  | "set-default-location";

/** The group that includes each operation. */
const GROUP_BY_OPERATION: Readonly<Record<Operation, readonly [OperationLevel, OperationKind]>> = {
  "list-basins": ["account", "read"],
  "create-basin": ["account", "write"],
  "delete-basin": ["account", "write"],
  "reconfigure-basin": ["basin", "write"],
  "get-basin-config": ["basin", "read"],
  "issue-access-token": ["account", "write"],
  "revoke-access-token": ["account", "write"],
  "list-access-tokens": ["account", "read"],
  "list-streams": ["basin", "read"],
  "create-stream": ["basin", "write"],
  "delete-stream": ["basin", "write"],
  "get-stream-config": ["stream", "read"],
  "reconfigure-stream": ["stream", "write"],
  "check-tail": ["stream", "read"],
  append: ["stream", "write"],
  read: ["stream", "read"],
  trim: ["stream", "write"],
  fence: ["stream", "write"],
  "account-metrics": ["account", "read"],
  "basin-metrics": ["basin", "read"],
  "stream-metrics": ["stream", "read"],
  "list-locations": ["account", "read"],
  "get-default-location": ["account", "read"],
  "set-default-location": ["account", "write"],
};

export const OPERATIONS: readonly Operation[] = Object.keys(GROUP_BY_OPERATION) as Operation[];

export function levelOf(operation: Operation): OperationLevel {
  return GROUP_BY_OPERATION[operation][0];
}

/** The operations of one group. */
export function operationsOf(level: OperationLevel, kind: OperationKind): Operation[] {
  return OPERATIONS.filter((operation) => {
    const [ownLevel, ownKind] = GROUP_BY_OPERATION[operation];
    return ownLevel === level && ownKind === kind;
  });
}
