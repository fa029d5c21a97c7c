// Generated from S2 REST API 1.0.0 by `s2kit-codegen generate`. Do not edit: run it again.

/**
 * An unsigned 64-bit integer. Give a number or a bigint; above 2^53 - 1 only a bigint is exact.
 */
export type U64 = number | bigint;

export interface paths {
    "/access-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List access tokens
         * @description Answers with one page of the account's access tokens in ascending order of their ids. The secret values are never part of it.
         */
        get: operations["list_access_tokens"];
        put?: never;
        /**
         * Issue an access token
         * @description Creates an access token and answers with its secret value, which cannot be asked for again. The scope has to permit at least one operation.
         */
        post: operations["issue_access_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/access-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an access token
         * @description Makes an access token worthless.
         */
        delete: operations["revoke_access_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/basins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List basins
         * @description Answers with one page of the account's basins in ascending order of their names. Basins on their way out are included, with `deleted_at` set.
         */
        get: operations["list_basins"];
        put?: never;
        /**
         * Create a basin
         * @description Creates a basin and never changes an existing one. With an `s2-request-token` the request can be repeated: the same token with the same configuration answers like the first time, whatever was reconfigured since. The response header `s2-provision-result` tells `created` from `noop`.
         */
        post: operations["create_basin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/basins/{basin}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a basin's configuration
         * @description Answers with the configuration as set on the basin. What is not set there is null and falls back to the service's defaults.
         */
        get: operations["get_basin_config"];
        /**
         * Ensure a basin
         * @description Brings a basin into being, or replaces the configuration of the one that exists: whatever the body leaves out returns to its default, so no body resets everything. Safe to repeat. The response header `s2-provision-result` tells `created`, `updated` and `noop` apart.
         */
        put: operations["ensure_basin"];
        post?: never;
        /**
         * Delete a basin
         * @description Starts the deletion of a basin and of all its streams. It goes on in the background; until it is done the basin is listed with `deleted_at`, takes no new streams, and its name cannot be used again. Safe to repeat meanwhile.
         */
        delete: operations["delete_basin"];
        options?: never;
        head?: never;
        /**
         * Reconfigure a basin
         * @description Changes the parts of the configuration that the body names: a field left out stays, null clears it, a value sets it; inside of nested groups likewise. Streams that exist keep the configuration they were created with.
         */
        patch: operations["reconfigure_basin"];
        trace?: never;
    };
    "/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List locations
         * @description Answers with every location in which the account may create basins, all at once.
         */
        get: operations["list_locations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/locations/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the default location
         * @description Answers with the location of new basins that do not name one.
         */
        get: operations["get_default_location"];
        /**
         * Set the default location
         * @description Chooses the location of new basins that do not name one. Basins that exist stay where they are.
         */
        put: operations["set_default_location"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get metrics of the account
         * @description Answers with one set of metrics of the account. A range that is reversed or longer than 90 days is refused with status 422.
         */
        get: operations["account_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics/{basin}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get metrics of a basin
         * @description Answers with one set of metrics of a basin. A range that is reversed or longer than 90 days is refused with status 422.
         */
        get: operations["basin_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics/{basin}/{stream}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get metrics of a stream
         * @description Answers with one set of metrics of a stream. A range that is reversed or longer than 90 days is refused with status 422.
         */
        get: operations["stream_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List streams
         * @description Answers with one page of the basin's streams in ascending order of the UTF-8 bytes of their names. Streams on their way out are included, with `deleted_at` set.
         */
        get: operations["list_streams"];
        put?: never;
        /**
         * Create a stream
         * @description Creates a stream and never changes an existing one. With an `s2-request-token` the request can be repeated: the same token with the same configuration answers like the first time, whatever was reconfigured since, here or in the basin's defaults. The response header `s2-provision-result` tells `created` from `noop`.
         */
        post: operations["create_stream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/streams/{stream}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a stream's configuration
         * @description Answers with the configuration in force: what was set on the stream, then the basin's defaults at that time, then those of the service.
         */
        get: operations["get_stream_config"];
        /**
         * Ensure a stream
         * @description Brings a stream into being, or replaces the configuration of the one that exists: whatever the body leaves out returns to the basin's default, so no body resets everything. Records and cipher stay. Safe to repeat. The response header `s2-provision-result` tells `created`, `updated` and `noop` apart.
         */
        put: operations["ensure_stream"];
        post?: never;
        /**
         * Delete a stream
         * @description Starts the deletion of a stream and of all its records. Until it is done the stream is listed with `deleted_at`, and its name cannot be used again. Safe to repeat meanwhile. Readers that follow the stream get a last record, a trim to 2^64 - 1, and then fail.
         */
        delete: operations["delete_stream"];
        options?: never;
        head?: never;
        /**
         * Reconfigure a stream
         * @description Changes the parts of the configuration that the body names: a field left out stays, null returns it to the basin's default, a value sets it; inside of nested groups likewise. In force from the next append on.
         */
        patch: operations["reconfigure_stream"];
        trace?: never;
    };
    "/streams/{stream}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read records
         * @description Reads from a start to an end. `seq_num`, `timestamp` and `tail_offset` are alternatives for the start; without any of them it is the tail. Records older than what the stream retains are skipped silently.
         *
         *     As JSON, one batch of at most 1000 records and 1 MiB metered is the answer: the oldest that match, or with `wait` the first that arrive. With `accept: text/event-stream` the answer is a stream of events that goes on while records match; without `count`, `bytes`, `until` and `wait` it follows the stream for ever.
         *
         *     Where the basin has `create_stream_on_read`, reading a missing stream creates it.
         */
        get: operations["read"];
        put?: never;
        /**
         * Append records
         * @description Appends a batch of 1 to 1000 records, at most 1 MiB metered: all of them one after another, or none. The answer comes when they are durable. `fencing_token` is checked before `match_seq_num`.
         *
         *     A record whose only header has the empty name is a command: `fence` sets the stream's fencing token to the body, `trim` drops the records before the sequence number in the body.
         *
         *     Where the basin has `create_stream_on_append`, appending to a missing stream creates it. Unless a condition guards it, a repeated append may write twice.
         */
        post: operations["append"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/streams/{stream}/records/tail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check the tail
         * @description Answers with the position that the next record will get. It accounts for every append acknowledged before. Where the basin has `create_stream_on_read`, a missing stream is created.
         */
        get: operations["check_tail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Id of an access token, unique in the account: 1 to 96 bytes in UTF-8, without the NUL character, neither `.` nor `..`. */
        AccessTokenIdStr: string;
        /** @description What is known about an access token, without its secret value. */
        AccessTokenInfo: {
            /** @description Whether the prefix of the stream scope is put before every stream name of a request and taken off every stream name of an answer. */
            auto_prefix_streams: boolean;
            /**
             * Format: date-time
             * @description End of validity.
             */
            expires_at?: string | null;
            /** @description Id of the token. */
            id: components["schemas"]["AccessTokenIdStr"];
            /** @description What the token permits. */
            scope: components["schemas"]["AccessTokenScope"];
        };
        /** @description What an access token permits: operations, each on the resources chosen for its kind. What is left out is not permitted. */
        AccessTokenScope: {
            /** @description Access tokens that can be managed. */
            access_tokens?: null | components["schemas"]["ResourceSet_MaybeEmpty_AccessTokenIdStr_AccessTokenIdStr"];
            /** @description Basins that can be used. */
            basins?: null | components["schemas"]["ResourceSet_MaybeEmpty_BasinNameStr_BasinNameStr"];
            /** @description Operations by kind, in addition to `ops`. */
            op_groups?: null | components["schemas"]["PermittedOperationGroups"];
            /** @description Single operations. */
            ops?: components["schemas"]["Operation"][] | null;
            /** @description Streams that can be used, in the basins above. */
            streams?: null | components["schemas"]["ResourceSet_MaybeEmpty_StreamNameStr_StreamNameStr"];
        };
        /** @description Metrics of an account: basins in use, operations by type, or the estimated cost in US dollars with a series named `total`. */
        AccountMetricSet: "active-basins" | "account-ops" | "estimated-billable-usage" | (string & {});
        /** @description A series in which each point is the sum over the interval that begins at its time. */
        AccumulationMetric: {
            /** @description Width of a point. */
            interval: components["schemas"]["TimeseriesInterval"];
            /** @description What is measured. */
            name: string;
            /** @description Unit of the values. */
            unit: components["schemas"]["MetricUnit"];
            /** @description The points in order of time: seconds since 1970, and the value. */
            values: [
                number,
                number
            ][];
        };
        /** @description Where a batch was written. Everything up to `end` is durable. */
        AppendAck: {
            /** @description Position after the batch: the sequence number after the last record's, and the last record's timestamp. */
            end: components["schemas"]["StreamPosition"];
            /** @description Position of the first record. */
            start: components["schemas"]["StreamPosition"];
            /** @description Tail of the stream at the time of the answer; at `end` or beyond it. */
            tail: components["schemas"]["StreamPosition"];
        };
        /** @description Which condition of an append did not hold. */
        AppendConditionFailed: {
            /** @description The stream's fencing token. */
            fencing_token_mismatch: components["schemas"]["FencingToken"];
        } | {
            /** @description The sequence number that the next record will get. */
            seq_num_mismatch: components["schemas"]["u64"];
        };
        /** @description A batch to append. It is written as a whole or not at all. */
        AppendInput: {
            /** @description Append only if this is the stream's fencing token. A stream begins with the empty one. Without this the token is not looked at. */
            fencing_token?: null | components["schemas"]["FencingToken"];
            /** @description Append only if the first record gets this sequence number. */
            match_seq_num?: null | components["schemas"]["u64"];
            /** @description The records in order: 1 to 1000, together at most 1,048,576 metered bytes. */
            records: components["schemas"]["AppendRecord"][];
        };
        /** @description A record to append: at most 1,048,576 metered bytes, which are 8, plus 2 for each header, plus the lengths of header names, header values and body. */
        AppendRecord: {
            /** @description The payload, as `s2-format` says. Empty if left out; null is refused. */
            body?: string;
            /** @description Names and values, in an order that is kept. A name may come twice but not be empty, save in the only header of a command record. Null is refused. */
            headers?: components["schemas"]["Header"][];
            /** @description The record's own time, by convention in milliseconds since 1970. The stream's timestamping decides what becomes of it; it never goes back, so a smaller one is raised to that of the record before. */
            timestamp?: null | components["schemas"]["u64"];
        };
        /** @description Configuration of a basin. */
        BasinConfig: {
            /**
             * @description Whether an append to a missing stream creates it.
             * @default false
             */
            create_stream_on_append?: boolean;
            /**
             * @description Whether a read of a missing stream, or a check of its tail, creates it.
             * @default false
             */
            create_stream_on_read?: boolean;
            /** @description Configuration of new streams where they do not bring their own. Streams that exist are not affected. */
            default_stream_config?: null | components["schemas"]["StreamConfig"];
            /** @description Cipher of new streams. Records are then encrypted with a key that every append and read brings along. A stream's cipher never changes. */
            stream_cipher?: null | components["schemas"]["EncryptionAlgorithm"];
        };
        /** @description A basin. */
        BasinInfo: {
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its deletion began; null while it lives.
             */
            deleted_at?: string | null;
            /** @description Where it lives; null where that is not known, as with s2-lite. */
            location?: null | components["schemas"]["LocationName"];
            /** @description Its name. */
            name: components["schemas"]["BasinNameStr"];
        };
        /** @description Metrics of a basin: bytes stored, appends, reads, bytes read, bytes appended, or operations by type. */
        BasinMetricSet: "storage" | "append-ops" | "read-ops" | "read-throughput" | "append-throughput" | "basin-ops" | (string & {});
        /** @description Name of a basin: 8 to 48 characters of `a` to `z`, `0` to `9` and `-`, with no `-` at either end. Unique in the whole service. */
        BasinNameStr: string;
        /** @description Changes to the configuration of a basin. Left out: stays. Null: cleared. Value: set. */
        BasinReconfiguration: {
            /** @description Whether an append to a missing stream creates it. s2-lite refuses null here. */
            create_stream_on_append?: boolean | null;
            /** @description Whether a read of a missing stream, or a check of its tail, creates it. s2-lite refuses null here. */
            create_stream_on_read?: boolean | null;
            /** @description Changes to the configuration of new streams. Null clears all of it. */
            default_stream_config?: null | components["schemas"]["StreamReconfiguration"];
            /** @description Cipher of new streams; null for none. */
            stream_cipher?: null | components["schemas"]["EncryptionAlgorithm"];
        };
        /** @description A basin to create. */
        CreateBasinRequest: {
            /** @description Name of the basin. */
            basin: components["schemas"]["BasinNameStr"];
            /** @description Its configuration; the defaults where left out. */
            config?: null | components["schemas"]["BasinConfig"];
            /** @description Where it shall live; the account's default location where left out. s2-lite takes no notice. */
            location?: null | components["schemas"]["LocationName"];
        };
        /** @description A stream to create. */
        CreateStreamRequest: {
            /** @description Its configuration; the basin's defaults where left out. */
            config?: null | components["schemas"]["StreamConfig"];
            /** @description Name of the stream. */
            stream: components["schemas"]["StreamNameStr"];
        };
        /** @description Deletion of streams that hold no records. */
        DeleteOnEmptyConfig: {
            /**
             * Format: int64
             * @description Delete the stream when it is empty and its last write, or its creation, is at least so many seconds ago. 0, the default, switches this off.
             */
            min_age_secs?: U64;
        };
        /** @description Changes to the deletion of streams that hold no records. */
        DeleteOnEmptyReconfiguration: {
            /**
             * Format: int64
             * @description Seconds without a write after which an empty stream is deleted; 0 switches this off, null returns to the default.
             */
            min_age_secs?: U64 | null;
        };
        /** @description How the records of a stream are encrypted. With `aes-256-gcm` a stream takes data records up to sequence number 2^32 - 1 only. */
        EncryptionAlgorithm: "aegis-256" | "aes-256-gcm" | (string & {});
        /** @description A basin as it shall be. */
        EnsureBasinRequest: {
            /** @description Its complete configuration; the defaults where left out. */
            config?: null | components["schemas"]["BasinConfig"];
            /** @description Where a new basin shall live. s2-lite takes no notice. */
            location?: null | components["schemas"]["LocationName"];
        };
        /** @description Why a request failed. */
        ErrorInfo: {
            /** @description The reason, in a form to branch on, e.g. `stream_not_found`. New ones may appear. */
            code: string;
            /** @description The reason, for people. Its wording may change. */
            message: string;
        };
        /** @description A token that writers agree on to keep others out: at most 36 bytes in UTF-8, may be empty. */
        FencingToken: string;
        /** @description How bytes are written in JSON. `raw`: as text in UTF-8; what is not valid UTF-8 is replaced when read, and thus lost. `base64`: standard alphabet, padded, exact. */
        Format: "raw" | "base64" | (string & {});
        /** @description A series in which each point is the value at its time. */
        GaugeMetric: {
            /** @description What is measured. */
            name: string;
            /** @description Unit of the values. */
            unit: components["schemas"]["MetricUnit"];
            /** @description The points in order of time: seconds since 1970, and the value. */
            values: [
                number,
                number
            ][];
        };
        /** @description Name and value of a record's header, as `s2-format` says. */
        Header: [
            string,
            string
        ];
        /** @description Keep records until they are trimmed. An empty object. */
        InfiniteRetention: Record<string, never>;
        /** @description An access token to issue. */
        IssueAccessTokenRequest: {
            /**
             * @description Whether to put the prefix of the stream scope before every stream name of a request, and take it off every stream name of an answer. Needs a stream scope with a prefix.
             * @default false
             */
            auto_prefix_streams?: boolean;
            /**
             * Format: date-time
             * @description End of validity. Where left out, the token ends with the one that issues it.
             */
            expires_at?: string | null;
            /** @description Id of the new token. */
            id: components["schemas"]["AccessTokenIdStr"];
            /** @description What it shall permit; at least one operation. */
            scope: components["schemas"]["AccessTokenScope"];
        };
        /** @description An access token, issued. */
        IssueAccessTokenResponse: {
            /** @description The secret value to authenticate with. */
            access_token: string;
        };
        /** @description A set of names. */
        LabelMetric: {
            /** @description What is listed. */
            name: string;
            /** @description The names. */
            values: string[];
        };
        /** @description One page of access tokens. */
        ListAccessTokensResponse: {
            /** @description In ascending order of their ids. */
            access_tokens: components["schemas"]["AccessTokenInfo"][];
            /** @description Whether tokens after the last one match too. */
            has_more: boolean;
        };
        /** @description One page of basins. */
        ListBasinsResponse: {
            /** @description In ascending order of their names. */
            basins: components["schemas"]["BasinInfo"][];
            /** @description Whether basins after the last one match too. */
            has_more: boolean;
        };
        /** @description One page of streams. */
        ListStreamsResponse: {
            /** @description Whether streams after the last one match too. */
            has_more: boolean;
            /** @description In ascending order of the UTF-8 bytes of their names. */
            streams: components["schemas"]["StreamInfo"][];
        };
        /** @description A place where basins can live. */
        LocationInfo: {
            /** @description Storage class of streams that set none. Older answers lack it. */
            default_storage_class?: string | null;
            /** @description Whether it is private, that is, not open to every account. */
            is_private: boolean;
            /** @description Its name. */
            name: components["schemas"]["LocationName"];
            /** @description Storage classes on offer. Older answers lack it. */
            storage_classes?: string[] | null;
        };
        /** @description Name of a location: 1 to 64 characters of letters, digits, `.`, `:` and `-`. */
        LocationName: string;
        /** @description One metric, in the member named after its kind. */
        Metric: {
            /** @description The value. */
            scalar: components["schemas"]["ScalarMetric"];
        } | {
            /** @description The series. */
            accumulation: components["schemas"]["AccumulationMetric"];
        } | {
            /** @description The series. */
            gauge: components["schemas"]["GaugeMetric"];
        } | {
            /** @description The names. */
            label: components["schemas"]["LabelMetric"];
        };
        /** @description The metrics of a set. */
        MetricSetResponse: {
            /** @description One entry for each metric. */
            values: components["schemas"]["Metric"][];
        };
        /** @description Unit of a value: bytes, operations, or US dollars. */
        MetricUnit: "bytes" | "operations" | "usd" | (string & {});
        /** @description An operation that an access token can permit. `trim` and `fence` are appends of command records. */
        Operation: "list-basins" | "create-basin" | "delete-basin" | "reconfigure-basin" | "get-basin-config" | "issue-access-token" | "revoke-access-token" | "list-access-tokens" | "list-streams" | "create-stream" | "delete-stream" | "get-stream-config" | "reconfigure-stream" | "check-tail" | "append" | "read" | "trim" | "fence" | "account-metrics" | "basin-metrics" | "stream-metrics" | "list-locations" | "get-default-location" | "set-default-location" | (string & {});
        /** @description Operations by the kind of what they act on. */
        PermittedOperationGroups: {
            /** @description Operations on the account. */
            account?: null | components["schemas"]["ReadWritePermissions"];
            /** @description Operations on basins. */
            basin?: null | components["schemas"]["ReadWritePermissions"];
            /** @description Operations on streams. */
            stream?: null | components["schemas"]["ReadWritePermissions"];
        };
        /** @description A sign of life at the tail: sent when a reader reaches it, then after 5 to 15 seconds without records. */
        PingEventData: {
            /** @description Tail of the stream. */
            tail: components["schemas"]["StreamPosition"];
            /**
             * Format: int64
             * @description Clock of the service, in milliseconds since 1970.
             */
            timestamp: U64;
        };
        /** @description Records that follow one another. */
        ReadBatch: {
            /** @description In order, without gaps save for what the stream no longer retains. Empty if nothing matched, or nothing came in time. */
            records: components["schemas"]["SequencedRecord"][];
            /** @description Tail of the stream. Only sent with records that arrived while the reader was waiting at the tail. */
            tail?: null | components["schemas"]["StreamPosition"];
        };
        /** @description An event of a reading. `data: [DONE]` without an event name ends it; a stream that ends otherwise was cut. */
        ReadEvent: {
            /** @description The records. */
            data: components["schemas"]["ReadBatch"];
            /**
             * @description Kind of the event.
             * @enum {string}
             */
            event: "batch";
            /** @description Sequence number of the last record, and the records and metered bytes delivered so far. Sent back as `last-event-id` with the same query, it resumes the reading. */
            id: string;
        } | {
            /** @description JSON text as in the body of an error answer. */
            data: string;
            /**
             * @description Kind of the event.
             * @enum {string}
             */
            event: "error";
        } | {
            /** @description Clock and tail. */
            data: components["schemas"]["PingEventData"];
            /**
             * @description Kind of the event.
             * @enum {string}
             */
            event: "ping";
        };
        /** @description Whether a group of operations is permitted. */
        ReadWritePermissions: {
            /**
             * @description Those that change nothing.
             * @default false
             */
            read?: boolean;
            /**
             * @description Those that change something.
             * @default false
             */
            write?: boolean;
        };
        /** @description Makes a request recognisable when it is repeated: at most 36 bytes in UTF-8. */
        RequestToken: string;
        /** @description A choice of access tokens: one by its name, or all that begin with a text. */
        ResourceSet_MaybeEmpty_AccessTokenIdStr_AccessTokenIdStr: {
            /** @description The full name; the empty text permits none. */
            exact: string;
        } | {
            /** @description What the names begin with; the empty text permits all. */
            prefix: string;
        };
        /** @description A choice of basins: one by its name, or all that begin with a text. */
        ResourceSet_MaybeEmpty_BasinNameStr_BasinNameStr: {
            /** @description The full name; the empty text permits none. */
            exact: string;
        } | {
            /** @description What the names begin with; the empty text permits all. */
            prefix: string;
        };
        /** @description A choice of streams: one by its name, or all that begin with a text. */
        ResourceSet_MaybeEmpty_StreamNameStr_StreamNameStr: {
            /** @description The full name; the empty text permits none. */
            exact: string;
        } | {
            /** @description What the names begin with; the empty text permits all. */
            prefix: string;
        };
        /** @description How long a stream keeps its records. The service's default is an age of 604800 seconds, a week. */
        RetentionPolicy: {
            /**
             * Format: int64
             * @description Seconds, more than 0. A change applies to later appends only.
             */
            age: U64;
        } | {
            /** @description An empty object. */
            infinite: components["schemas"]["InfiniteRetention"];
        };
        /** @description A single value. */
        ScalarMetric: {
            /** @description What is measured. */
            name: string;
            /** @description Unit of the value. */
            unit: components["schemas"]["MetricUnit"];
            /**
             * Format: double
             * @description The value.
             */
            value: number;
        };
        /** @description A record of a stream. */
        SequencedRecord: {
            /** @description The payload, as `s2-format` says. Left out if empty. */
            body?: string;
            /** @description Names and values in the order in which they were appended. Left out if there are none. */
            headers?: components["schemas"]["Header"][];
            /** @description Its number in the stream. The first one is 0, and numbers are never used again. */
            seq_num: components["schemas"]["u64"];
            /** @description Its time, by convention in milliseconds since 1970. Never below that of the record before. */
            timestamp: components["schemas"]["u64"];
        };
        /** @description Configuration of a stream. In a request, what is left out or null falls back to the basin's default, then to the service's. */
        StreamConfig: {
            /** @description Deletion of the stream when it holds no records. Off by default. */
            delete_on_empty?: null | components["schemas"]["DeleteOnEmptyConfig"];
            /** @description How long records are kept. A week by default. */
            retention_policy?: null | components["schemas"]["RetentionPolicy"];
            /** @description Trades latency against cost, e.g. `express` or `standard`. The location says which classes exist; s2-lite takes any text. */
            storage_class?: string | null;
            /** @description How records get their timestamps. */
            timestamping?: null | components["schemas"]["TimestampingConfig"];
        };
        /** @description A stream. */
        StreamInfo: {
            /** @description How its records are encrypted; null if they are not. Fixed when the stream is created. */
            cipher?: null | components["schemas"]["EncryptionAlgorithm"];
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its deletion began; null while it lives.
             */
            deleted_at?: string | null;
            /** @description Its name. */
            name: components["schemas"]["StreamNameStr"];
        };
        /** @description Metrics of a stream: bytes stored. */
        StreamMetricSet: "storage" | (string & {});
        /** @description Name of a stream, unique in its basin: 1 to 512 bytes in UTF-8, any characters but NUL, neither `.` nor `..`. */
        StreamNameStr: string;
        /** @description A place in a stream. */
        StreamPosition: {
            /** @description A sequence number. As a tail: the one that the next record will get. */
            seq_num: components["schemas"]["u64"];
            /** @description A timestamp, by convention in milliseconds since 1970. As a tail: that of the last record, or 0 if nothing was ever written. */
            timestamp: components["schemas"]["u64"];
        };
        /** @description Changes to the configuration of a stream. Left out: stays. Null: back to the basin's default. Value: set. */
        StreamReconfiguration: {
            /** @description Changes to the deletion of the stream when it holds no records. */
            delete_on_empty?: null | components["schemas"]["DeleteOnEmptyReconfiguration"];
            /** @description How long records are kept. Applies to later appends only. */
            retention_policy?: null | components["schemas"]["RetentionPolicy"];
            /** @description Storage class, e.g. `express` or `standard`. */
            storage_class?: string | null;
            /** @description Changes to how records get their timestamps. */
            timestamping?: null | components["schemas"]["TimestampingReconfiguration"];
        };
        /** @description The tail of a stream. */
        TailResponse: {
            /** @description The sequence number that the next record will get, and the timestamp of the last one. Both are 0 in a new stream. */
            tail: components["schemas"]["StreamPosition"];
        };
        /** @description Width of one point of a series. */
        TimeseriesInterval: "minute" | "hour" | "day" | (string & {});
        /** @description How records get their timestamps. They never go back within a stream. */
        TimestampingConfig: {
            /** @description Whose time counts. `client-prefer` by default. */
            mode?: null | components["schemas"]["TimestampingMode"];
            /** @description Whether a record's own time may lie ahead of the service's clock. If not, the default, the clock replaces it. */
            uncapped?: boolean | null;
        };
        /** @description `client-prefer`: the record's own time, else the time of arrival. `client-require`: the record's own time; an append without one is refused with status 422. `arrival`: the time of arrival. */
        TimestampingMode: "client-prefer" | "client-require" | "arrival" | (string & {});
        /** @description Changes to how records get their timestamps. */
        TimestampingReconfiguration: {
            /** @description Whose time counts. */
            mode?: null | components["schemas"]["TimestampingMode"];
            /** @description Whether a record's own time may lie ahead of the service's clock. */
            uncapped?: boolean | null;
        };
        /**
         * Format: int64
         * @description An unsigned 64-bit integer. JSON carries it as a plain number, also beyond 2^53 - 1.
         */
        u64: U64;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_access_tokens: {
        parameters: {
            query?: {
                /** @description Only ids that begin with this text, compared byte by byte. */
                prefix?: string;
                /** @description Only ids that come after this text, itself excluded: the last entry of one page starts the next. It may lie outside of `prefix`. */
                start_after?: string;
                /** @description Entries on the page, at most. 0 means the default, and so does more than the maximum. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page; `has_more` says whether another follows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAccessTokensResponse"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    issue_access_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Id, scope and end of the new token. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueAccessTokenRequest"];
            };
        };
        responses: {
            /** @description Issued. The only time that the value is shown. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssueAccessTokenResponse"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Another token has this id (`resource_already_exists`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    revoke_access_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the token. */
                id: components["schemas"]["AccessTokenIdStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. The answer has no body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    list_basins: {
        parameters: {
            query?: {
                /** @description Only names that begin with this text, compared byte by byte. */
                prefix?: string;
                /** @description Only names that come after this text, itself excluded: the last entry of one page starts the next. It may lie outside of `prefix`. */
                start_after?: string;
                /** @description Entries on the page, at most. 0 means the default, and so does more than the maximum. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page; `has_more` says whether another follows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBasinsResponse"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    create_basin: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of this request harmless. Any text of at most 36 bytes in UTF-8; the empty text counts as a token. */
                "s2-request-token"?: components["schemas"]["RequestToken"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description Name, configuration and location of the basin. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateBasinRequest"];
            };
        };
        responses: {
            /** @description The basin existed, from a request with the same token and configuration. s2-lite answers with 201 here too. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinInfo"];
                };
            };
            /** @description Created; or, by s2-lite, the repetition of a request that did. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinInfo"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The name is taken (`resource_already_exists`), its basin is being deleted (`basin_deletion_pending`), or another request changed it meanwhile (`transaction_conflict`, worth a retry). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    get_basin_config: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the basin. */
                basin: components["schemas"]["BasinNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configuration. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinConfig"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such basin (`basin_not_found`). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The basin is being deleted (`basin_deletion_pending`). s2-lite answers with 200 as long as it exists. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    ensure_basin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the basin. */
                basin: components["schemas"]["BasinNameStr"];
            };
            cookie?: never;
        };
        /** @description The complete configuration, and for a new basin its location. Leave it out for the defaults: s2-lite refuses a literal `null` with status 400. */
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["EnsureBasinRequest"];
            };
        };
        responses: {
            /** @description The basin existed; it was updated, or was as asked for already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinInfo"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinInfo"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The basin is being deleted (`basin_deletion_pending`), or another request changed it meanwhile (`transaction_conflict`, worth a retry). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    delete_basin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the basin. */
                basin: components["schemas"]["BasinNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deletion is under way. The answer has no body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such basin, or no longer (`basin_not_found`). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Another request changed the basin meanwhile (`transaction_conflict`, worth a retry). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    reconfigure_basin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the basin. */
                basin: components["schemas"]["BasinNameStr"];
            };
            cookie?: never;
        };
        /** @description What to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["BasinReconfiguration"];
            };
        };
        responses: {
            /** @description The configuration after the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinConfig"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such basin (`basin_not_found`). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    list_locations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All locations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationInfo"][];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    get_default_location: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The default location. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    set_default_location: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The name of the location, as a bare JSON string. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocationName"];
            };
        };
        responses: {
            /** @description The new default location. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationInfo"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    account_metrics: {
        parameters: {
            query: {
                /** @description Which metrics. `estimated-billable-usage` is in US dollars and offers the widths `hour` and `day` only. */
                set: components["schemas"]["AccountMetricSet"];
                /** @description Begin of the range, in seconds since 1970. Needed by sets that are a series; together with `end` at most 90 days. */
                start?: number;
                /** @description End of the range, in seconds since 1970. */
                end?: number;
                /** @description Width of one point of a series. Each set has a default of its own, and not every set offers every width. */
                interval?: components["schemas"]["TimeseriesInterval"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics of the set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSetResponse"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    basin_metrics: {
        parameters: {
            query: {
                /** @description Which metrics. Series default to points of a minute, `basin-ops` to an hour. */
                set: components["schemas"]["BasinMetricSet"];
                /** @description Begin of the range, in seconds since 1970. Needed by sets that are a series; together with `end` at most 90 days. */
                start?: number;
                /** @description End of the range, in seconds since 1970. */
                end?: number;
                /** @description Width of one point of a series. Each set has a default of its own, and not every set offers every width. */
                interval?: components["schemas"]["TimeseriesInterval"];
            };
            header?: never;
            path: {
                /** @description Name of the basin. */
                basin: components["schemas"]["BasinNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics of the set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSetResponse"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    stream_metrics: {
        parameters: {
            query: {
                /** @description Which metrics. */
                set: components["schemas"]["StreamMetricSet"];
                /** @description Begin of the range, in seconds since 1970. Needed by sets that are a series; together with `end` at most 90 days. */
                start?: number;
                /** @description End of the range, in seconds since 1970. */
                end?: number;
                /** @description Width of one point of a series. Each set has a default of its own, and not every set offers every width. */
                interval?: components["schemas"]["TimeseriesInterval"];
            };
            header?: never;
            path: {
                /** @description Name of the basin. */
                basin: components["schemas"]["BasinNameStr"];
                /** @description Name of the stream. A `/` in it is sent as `%2F`. */
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics of the set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSetResponse"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    list_streams: {
        parameters: {
            query?: {
                /** @description Only names that begin with this text, compared byte by byte. */
                prefix?: string;
                /** @description Only names that come after this text, itself excluded: the last entry of one page starts the next. It may lie outside of `prefix`. */
                start_after?: string;
                /** @description Entries on the page, at most. 0 means the default, and so does more than the maximum. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page; `has_more` says whether another follows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListStreamsResponse"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such basin (`basin_not_found`). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    create_stream: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repetition of this request harmless. Any text of at most 36 bytes in UTF-8; the empty text counts as a token. */
                "s2-request-token"?: components["schemas"]["RequestToken"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description Name and configuration of the stream. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateStreamRequest"];
            };
        };
        responses: {
            /** @description Created, or the repetition of a request that did. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamInfo"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such basin (`basin_not_found`). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The name is taken (`resource_already_exists`), the stream or its basin is being deleted (`stream_deletion_pending`, `basin_deletion_pending`), or another request changed it meanwhile (`transaction_conflict`, worth a retry). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    get_stream_config: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the stream. A `/` in it is sent as `%2F`. */
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configuration, every field filled in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamConfig"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such stream (`stream_not_found`), also when there is no such basin. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The stream is being deleted (`stream_deletion_pending`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    ensure_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the stream. A `/` in it is sent as `%2F`. */
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        /** @description The complete configuration, not wrapped in an object. Leave it out for the defaults: s2-lite refuses a literal `null` with status 400. */
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["StreamConfig"];
            };
        };
        responses: {
            /** @description The stream existed; it was updated, or was as asked for already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamInfo"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamInfo"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such basin (`basin_not_found`). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The stream or its basin is being deleted (`stream_deletion_pending`, `basin_deletion_pending`), or another request changed it meanwhile (`transaction_conflict`, worth a retry). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    delete_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the stream. A `/` in it is sent as `%2F`. */
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deletion is under way. The answer has no body. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such stream, or no longer (`stream_not_found`), also when there is no such basin. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Another request changed the stream meanwhile (`transaction_conflict`, worth a retry). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    reconfigure_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the stream. A `/` in it is sent as `%2F`. */
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        /** @description What to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StreamReconfiguration"];
            };
        };
        responses: {
            /** @description The configuration after the change, every field filled in. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamConfig"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such stream (`stream_not_found`) or basin (`basin_not_found`). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The stream or its basin is being deleted (`stream_deletion_pending`, `basin_deletion_pending`), or another request changed it meanwhile (`transaction_conflict`, worth a retry). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
    read: {
        parameters: {
            query?: {
                /** @description Start at this sequence number. */
                seq_num?: components["schemas"]["u64"];
                /** @description Start at the first record with this timestamp or a later one; by convention in milliseconds since 1970. */
                timestamp?: components["schemas"]["u64"];
                /** @description Start so many records before the tail; at the first record if there are fewer. 0 is the tail itself. */
                tail_offset?: U64;
                /** @description Whether a start beyond the tail is taken for the tail instead of being answered with status 416. Reading at the tail still needs `wait`, or an unbounded stream of events. Off by default. */
                clamp?: boolean;
                /** @description End after so many records. With 0 the answer is empty at once. A JSON answer holds 1000 at most. */
                count?: U64;
                /** @description End before the records exceed so many metered bytes: for each record 8, plus 2 for each header, plus the lengths of header names, header values and body. With 0 the answer is empty at once. A JSON answer holds 1,048,576 at most. */
                bytes?: number;
                /** @description End before the first record with this timestamp or a later one. A start by timestamp has to be below it, or status 422 results. */
                until?: components["schemas"]["u64"];
                /** @description At the tail, wait so many seconds for further records; each batch that arrives starts the time anew. A JSON answer waits 60 at most. */
                wait?: number;
            };
            header?: {
                /** @description How names and values of headers and bodies are written in JSON. Without effect on protobuf. */
                "s2-format"?: components["schemas"]["Format"];
                /** @description Key of an encrypted stream: 32 bytes in padded base64, 1 to 44 characters. Needed for streams with a cipher; ignored by others. An append does not verify it, and a read with another key fails with `decryption_failed`. */
                "s2-encryption-key"?: string;
                /** @description Configuration for the stream if this request creates it, on top of the basin's defaults. Without effect on a stream that exists, and does not switch on creation where the basin has it off. */
                "s2-stream-config"?: string;
            };
            path: {
                /** @description Name of the stream. A `/` in it is sent as `%2F`. */
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Records: one batch in JSON, or a stream of events that ends with `data: [DONE]`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadBatch"];
                    "text/event-stream": components["schemas"]["ReadEvent"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. An encrypted stream was read without its key (`bad_header`) or with another one (`decryption_failed`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such stream (`stream_not_found`) or basin (`basin_not_found`). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The stream is being deleted (`stream_deletion_pending`), or its basin is, where the stream would have been created (`basin_deletion_pending`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The start is beyond what is written, or at the tail without waiting. The body tells the tail. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TailResponse"];
                };
            };
        };
    };
    append: {
        parameters: {
            query?: never;
            header?: {
                /** @description How names and values of headers and bodies are written in JSON. Without effect on protobuf. */
                "s2-format"?: components["schemas"]["Format"];
                /** @description Key of an encrypted stream: 32 bytes in padded base64, 1 to 44 characters. Needed for streams with a cipher; ignored by others. An append does not verify it, and a read with another key fails with `decryption_failed`. */
                "s2-encryption-key"?: string;
                /** @description Configuration for the stream if this request creates it, on top of the basin's defaults. Without effect on a stream that exists, and does not switch on creation where the basin has it off. */
                "s2-stream-config"?: string;
            };
            path: {
                /** @description Name of the stream. A `/` in it is sent as `%2F`. */
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        /** @description The records and the conditions for appending them. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppendInput"];
            };
        };
        responses: {
            /** @description Durable, at these positions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppendAck"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. The key of an encrypted stream is missing (`bad_header`). */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such stream (`stream_not_found`) or basin (`basin_not_found`). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The stream is being deleted (`stream_deletion_pending`), or its basin is, where the stream would have been created (`basin_deletion_pending`); or another request created it meanwhile (`transaction_conflict`, worth a retry). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description A condition does not hold, nothing was written. The body tells which, and the actual value. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppendConditionFailed"];
                };
            };
        };
    };
    check_tail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the stream. A `/` in it is sent as `%2F`. */
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tail. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TailResponse"];
                };
            };
            /** @description Malformed: `bad_header`, `bad_path`, `bad_query` or `bad_json` says which part. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description Not permitted by the access token (`permission_denied`), or beyond a quota (`quota_exhausted`). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description No such stream (`stream_not_found`) or basin (`basin_not_found`). */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The service gave up waiting (`request_timeout`). Worth a retry; a write may have been applied. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            /** @description The stream is being deleted (`stream_deletion_pending`), or its basin is, where the stream would have been created (`basin_deletion_pending`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
        };
    };
}
