// Generated from Unusual */ API 2 by `s2kit-codegen generate`. Do not edit: run it again.

/**
 * A signed 64-bit integer. Give a number or a bigint; beyond 2^53 - 1 either way only a bigint is exact.
 */
export type I64 = number | bigint;

export interface paths {
    "/things/{thing}": {
        parameters: {
            query?: never;
            header?: {
                trace?: string;
            };
            path: {
                thing: components["parameters"]["Thing"];
            };
            cookie?: {
                session?: string;
            };
        };
        /**
         * Get a thing *\/ safely
         * @description First line.
         *     Second line, which goes on and on, for so long that it does not fit into the width of a line of the generated file.
         */
        get: {
            parameters: {
                query: {
                    tags?: string[];
                    filter: string;
                };
                header: {
                    trace: I64;
                };
                path: {
                    thing: components["parameters"]["Thing"];
                };
                cookie?: {
                    session?: string;
                };
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["Thing"];
                404: components["responses"]["Problem"];
                /** @description Anything else. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
        /** @deprecated */
        put: operations["delete"];
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: {
                    trace?: string;
                };
                path: {
                    thing: components["parameters"]["Thing"];
                };
                cookie?: {
                    session?: string;
                };
            };
            requestBody?: never;
            responses: {
                /** @description Soon. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch: operations["Patch-Thing"];
        trace?: never;
    };
    "/things/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        get: operations["read_log"];
        put?: never;
        post: operations["write_log"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["events"];
        put?: never;
        post: operations["request"];
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
        Thing: {
            kind: components["schemas"]["Kind"];
            color: "red" | "green" | (string & {}) | null;
            size: 1 | 2 | -3 | (number & {});
            pair?: [
                I64,
                I64
            ];
            shape?: components["schemas"]["Circle"] | components["schemas"]["Square"];
        };
        Kind: "big" | "small" | (string & {});
        Circle: {
            /** @enum {string} */
            type: "circle";
            radius: number;
        };
        Square: {
            /** @enum {string} */
            type: "square";
            side: number;
        };
        FilterParameter: {
            text: string;
        };
        WhereParameter: {
            after?: number;
        };
    };
    responses: {
        /** @description The thing. */
        Thing: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Thing"];
            };
        };
        /** @description A problem. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    detail: string;
                };
            };
        };
    };
    parameters: {
        Thing: string;
    };
    requestBodies: {
        Thing: {
            content: {
                "application/json": components["schemas"]["Thing"];
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    delete: {
        parameters: {
            query?: never;
            header?: {
                trace?: string;
            };
            path: {
                thing: components["parameters"]["Thing"];
            };
            cookie?: {
                session?: string;
            };
        };
        requestBody?: components["requestBodies"]["Thing"];
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "Patch-Thing": {
        parameters: {
            query?: never;
            header?: {
                trace?: string;
            };
            path: {
                thing: components["parameters"]["Thing"];
            };
            cookie?: {
                session?: string;
            };
        };
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["Thing"];
            };
        };
        responses: {
            /** @description Done. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thing"];
                };
            };
            "4XX": components["responses"]["Problem"];
        };
    };
    read_log: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    write_log: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "text/plain": string;
            };
        };
        responses: {
            /** @description An archive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": unknown;
                };
            };
        };
    };
    events: {
        parameters: {
            query?: {
                where?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    request: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/protobuf": string;
                "application/json": components["schemas"]["Thing"];
            };
        };
        responses: {
            /** @description Answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/protobuf": string;
                    "application/json": components["schemas"]["Thing"];
                };
            };
            /** @description Nothing. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
