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
        get: operations["list_access_tokens"];
        put?: never;
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
        get: operations["list_basins"];
        put?: never;
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
        get: operations["get_basin_config"];
        put: operations["ensure_basin"];
        post?: never;
        delete: operations["delete_basin"];
        options?: never;
        head?: never;
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
        get: operations["get_default_location"];
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
        get: operations["list_streams"];
        put?: never;
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
        get: operations["get_stream_config"];
        put: operations["ensure_stream"];
        post?: never;
        delete: operations["delete_stream"];
        options?: never;
        head?: never;
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
        get: operations["read"];
        put?: never;
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
        AccessTokenIdStr: string;
        AccessTokenInfo: {
            auto_prefix_streams: boolean;
            /** Format: date-time */
            expires_at?: string | null;
            id: components["schemas"]["AccessTokenIdStr"];
            scope: components["schemas"]["AccessTokenScope"];
        };
        AccessTokenScope: {
            access_tokens?: null | components["schemas"]["ResourceSet_MaybeEmpty_AccessTokenIdStr_AccessTokenIdStr"];
            basins?: null | components["schemas"]["ResourceSet_MaybeEmpty_BasinNameStr_BasinNameStr"];
            op_groups?: null | components["schemas"]["PermittedOperationGroups"];
            ops?: components["schemas"]["Operation"][] | null;
            streams?: null | components["schemas"]["ResourceSet_MaybeEmpty_StreamNameStr_StreamNameStr"];
        };
        AccountMetricSet: "active-basins" | "account-ops" | "estimated-billable-usage" | (string & {});
        AccumulationMetric: {
            interval: components["schemas"]["TimeseriesInterval"];
            name: string;
            unit: components["schemas"]["MetricUnit"];
            values: [
                number,
                number
            ][];
        };
        AppendAck: {
            end: components["schemas"]["StreamPosition"];
            start: components["schemas"]["StreamPosition"];
            tail: components["schemas"]["StreamPosition"];
        };
        AppendConditionFailed: {
            fencing_token_mismatch: components["schemas"]["FencingToken"];
        } | {
            seq_num_mismatch: components["schemas"]["u64"];
        };
        AppendInput: {
            fencing_token?: null | components["schemas"]["FencingToken"];
            match_seq_num?: null | components["schemas"]["u64"];
            records: components["schemas"]["AppendRecord"][];
        };
        AppendRecord: {
            body?: string;
            headers?: components["schemas"]["Header"][];
            timestamp?: null | components["schemas"]["u64"];
        };
        BasinConfig: {
            /** @default false */
            create_stream_on_append?: boolean;
            /** @default false */
            create_stream_on_read?: boolean;
            default_stream_config?: null | components["schemas"]["StreamConfig"];
            stream_cipher?: null | components["schemas"]["EncryptionAlgorithm"];
        };
        BasinInfo: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            deleted_at?: string | null;
            location?: null | components["schemas"]["LocationName"];
            name: components["schemas"]["BasinNameStr"];
        };
        BasinMetricSet: "storage" | "append-ops" | "read-ops" | "read-throughput" | "append-throughput" | "basin-ops" | (string & {});
        BasinNameStr: string;
        BasinReconfiguration: {
            create_stream_on_append?: boolean | null;
            create_stream_on_read?: boolean | null;
            default_stream_config?: null | components["schemas"]["StreamReconfiguration"];
            stream_cipher?: null | components["schemas"]["EncryptionAlgorithm"];
        };
        CreateBasinRequest: {
            basin: components["schemas"]["BasinNameStr"];
            config?: null | components["schemas"]["BasinConfig"];
            location?: null | components["schemas"]["LocationName"];
        };
        CreateStreamRequest: {
            config?: null | components["schemas"]["StreamConfig"];
            stream: components["schemas"]["StreamNameStr"];
        };
        DeleteOnEmptyConfig: {
            /** Format: int64 */
            min_age_secs?: U64;
        };
        DeleteOnEmptyReconfiguration: {
            /** Format: int64 */
            min_age_secs?: U64 | null;
        };
        EncryptionAlgorithm: "aegis-256" | "aes-256-gcm" | (string & {});
        EnsureBasinRequest: {
            config?: null | components["schemas"]["BasinConfig"];
            location?: null | components["schemas"]["LocationName"];
        };
        ErrorInfo: {
            code: string;
            message: string;
        };
        FencingToken: string;
        Format: "raw" | "base64" | (string & {});
        GaugeMetric: {
            name: string;
            unit: components["schemas"]["MetricUnit"];
            values: [
                number,
                number
            ][];
        };
        Header: [
            string,
            string
        ];
        InfiniteRetention: Record<string, never>;
        IssueAccessTokenRequest: {
            /** @default false */
            auto_prefix_streams?: boolean;
            /** Format: date-time */
            expires_at?: string | null;
            id: components["schemas"]["AccessTokenIdStr"];
            scope: components["schemas"]["AccessTokenScope"];
        };
        IssueAccessTokenResponse: {
            access_token: string;
        };
        LabelMetric: {
            name: string;
            values: string[];
        };
        ListAccessTokensResponse: {
            access_tokens: components["schemas"]["AccessTokenInfo"][];
            has_more: boolean;
        };
        ListBasinsResponse: {
            basins: components["schemas"]["BasinInfo"][];
            has_more: boolean;
        };
        ListStreamsResponse: {
            has_more: boolean;
            streams: components["schemas"]["StreamInfo"][];
        };
        LocationInfo: {
            default_storage_class?: string | null;
            is_private: boolean;
            name: components["schemas"]["LocationName"];
            storage_classes?: string[] | null;
        };
        LocationName: string;
        Metric: {
            scalar: components["schemas"]["ScalarMetric"];
        } | {
            accumulation: components["schemas"]["AccumulationMetric"];
        } | {
            gauge: components["schemas"]["GaugeMetric"];
        } | {
            label: components["schemas"]["LabelMetric"];
        };
        MetricSetResponse: {
            values: components["schemas"]["Metric"][];
        };
        MetricUnit: "bytes" | "operations" | "usd" | (string & {});
        Operation: "list-basins" | "create-basin" | "delete-basin" | "reconfigure-basin" | "get-basin-config" | "issue-access-token" | "revoke-access-token" | "list-access-tokens" | "list-streams" | "create-stream" | "delete-stream" | "get-stream-config" | "reconfigure-stream" | "check-tail" | "append" | "read" | "trim" | "fence" | "account-metrics" | "basin-metrics" | "stream-metrics" | "list-locations" | "get-default-location" | "set-default-location" | (string & {});
        PermittedOperationGroups: {
            account?: null | components["schemas"]["ReadWritePermissions"];
            basin?: null | components["schemas"]["ReadWritePermissions"];
            stream?: null | components["schemas"]["ReadWritePermissions"];
        };
        PingEventData: {
            tail: components["schemas"]["StreamPosition"];
            /** Format: int64 */
            timestamp: U64;
        };
        ReadBatch: {
            records: components["schemas"]["SequencedRecord"][];
            tail?: null | components["schemas"]["StreamPosition"];
        };
        ReadEvent: {
            data: components["schemas"]["ReadBatch"];
            /** @enum {string} */
            event: "batch";
            id: string;
        } | {
            data: string;
            /** @enum {string} */
            event: "error";
        } | {
            data: components["schemas"]["PingEventData"];
            /** @enum {string} */
            event: "ping";
        };
        ReadWritePermissions: {
            /** @default false */
            read?: boolean;
            /** @default false */
            write?: boolean;
        };
        RequestToken: string;
        ResourceSet_MaybeEmpty_AccessTokenIdStr_AccessTokenIdStr: {
            exact: string;
        } | {
            prefix: string;
        };
        ResourceSet_MaybeEmpty_BasinNameStr_BasinNameStr: {
            exact: string;
        } | {
            prefix: string;
        };
        ResourceSet_MaybeEmpty_StreamNameStr_StreamNameStr: {
            exact: string;
        } | {
            prefix: string;
        };
        RetentionPolicy: {
            /** Format: int64 */
            age: U64;
        } | {
            infinite: components["schemas"]["InfiniteRetention"];
        };
        ScalarMetric: {
            name: string;
            unit: components["schemas"]["MetricUnit"];
            /** Format: double */
            value: number;
        };
        SequencedRecord: {
            body?: string;
            headers?: components["schemas"]["Header"][];
            seq_num: components["schemas"]["u64"];
            timestamp: components["schemas"]["u64"];
        };
        StreamConfig: {
            delete_on_empty?: null | components["schemas"]["DeleteOnEmptyConfig"];
            retention_policy?: null | components["schemas"]["RetentionPolicy"];
            storage_class?: string | null;
            timestamping?: null | components["schemas"]["TimestampingConfig"];
        };
        StreamInfo: {
            cipher?: null | components["schemas"]["EncryptionAlgorithm"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            deleted_at?: string | null;
            name: components["schemas"]["StreamNameStr"];
        };
        StreamMetricSet: "storage" | (string & {});
        StreamNameStr: string;
        StreamPosition: {
            seq_num: components["schemas"]["u64"];
            timestamp: components["schemas"]["u64"];
        };
        StreamReconfiguration: {
            delete_on_empty?: null | components["schemas"]["DeleteOnEmptyReconfiguration"];
            retention_policy?: null | components["schemas"]["RetentionPolicy"];
            storage_class?: string | null;
            timestamping?: null | components["schemas"]["TimestampingReconfiguration"];
        };
        TailResponse: {
            tail: components["schemas"]["StreamPosition"];
        };
        TimeseriesInterval: "minute" | "hour" | "day" | (string & {});
        TimestampingConfig: {
            mode?: null | components["schemas"]["TimestampingMode"];
            uncapped?: boolean | null;
        };
        TimestampingMode: "client-prefer" | "client-require" | "arrival" | (string & {});
        TimestampingReconfiguration: {
            mode?: null | components["schemas"]["TimestampingMode"];
            uncapped?: boolean | null;
        };
        /** Format: int64 */
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
                prefix?: string;
                start_after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAccessTokensResponse"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueAccessTokenRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssueAccessTokenResponse"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                id: components["schemas"]["AccessTokenIdStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                prefix?: string;
                start_after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBasinsResponse"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                "s2-request-token"?: components["schemas"]["RequestToken"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateBasinRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinInfo"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinInfo"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                basin: components["schemas"]["BasinNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinConfig"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                basin: components["schemas"]["BasinNameStr"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["EnsureBasinRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinInfo"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinInfo"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                basin: components["schemas"]["BasinNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                basin: components["schemas"]["BasinNameStr"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BasinReconfiguration"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BasinConfig"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationInfo"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocationName"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationInfo"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                set: components["schemas"]["AccountMetricSet"];
                start?: number;
                end?: number;
                interval?: components["schemas"]["TimeseriesInterval"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSetResponse"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                set: components["schemas"]["BasinMetricSet"];
                start?: number;
                end?: number;
                interval?: components["schemas"]["TimeseriesInterval"];
            };
            header?: never;
            path: {
                basin: components["schemas"]["BasinNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSetResponse"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                set: components["schemas"]["StreamMetricSet"];
                start?: number;
                end?: number;
                interval?: components["schemas"]["TimeseriesInterval"];
            };
            header?: never;
            path: {
                basin: components["schemas"]["BasinNameStr"];
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSetResponse"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                prefix?: string;
                start_after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListStreamsResponse"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                "s2-request-token"?: components["schemas"]["RequestToken"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateStreamRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamInfo"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamConfig"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["StreamConfig"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamInfo"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamInfo"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StreamReconfiguration"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamConfig"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                seq_num?: components["schemas"]["u64"];
                timestamp?: components["schemas"]["u64"];
                tail_offset?: U64;
                clamp?: boolean;
                count?: U64;
                bytes?: number;
                until?: components["schemas"]["u64"];
                wait?: number;
            };
            header?: {
                "s2-format"?: components["schemas"]["Format"];
                "s2-encryption-key"?: string;
                "s2-stream-config"?: string;
            };
            path: {
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadBatch"];
                    "text/event-stream": components["schemas"]["ReadEvent"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                "s2-format"?: components["schemas"]["Format"];
                "s2-encryption-key"?: string;
                "s2-stream-config"?: string;
            };
            path: {
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppendInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppendAck"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
                stream: components["schemas"]["StreamNameStr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TailResponse"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorInfo"];
                };
            };
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
