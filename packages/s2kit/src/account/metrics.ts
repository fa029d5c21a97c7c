import { checkBasinName, checkStreamName } from "@s2kit/core/internal";
import { accountMetrics, basinMetrics, type components, type RestClient, streamMetrics } from "@s2kit/rest";
import { call } from "../calls/call.js";
import { fromWireMetric, type Metric } from "./metric.js";
import {
  ACCOUNT_SETS,
  type AccountMetricSets,
  BASIN_SETS,
  type BasinMetricSets,
  type MetricQuery,
  STREAM_SETS,
  type StreamMetricSets,
  toWireMetricQuery,
} from "./metric-query.js";

/**
 * Usage of account, basins and streams. Every call takes `signal`, `timeoutMs`, `deadlineMs` and `retry`, and throws
 * `invalid_argument` for a range or an interval that the set does not offer.
 *
 * ```ts
 * const end = new Date();
 * const start = new Date(end.getTime() - 3_600_000);
 * const metrics = await s2.metrics.basin("my-basin", { set: "append-ops", start, end, interval: "minute" });
 * ```
 */
export class Metrics {
  readonly #rest: RestClient;

  /** @internal */
  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  /** Metrics of the account. */
  async account<Set extends string>(query: MetricQuery<AccountMetricSets, Set>): Promise<readonly Metric[]> {
    const wire = toWireMetricQuery(query, ACCOUNT_SETS);
    const { data } = await call(this.#rest, query, accountMetrics, { query: wire });
    return metricsOf(data);
  }

  /** Metrics of a basin. */
  async basin<Set extends string>(basin: string, query: MetricQuery<BasinMetricSets, Set>): Promise<readonly Metric[]> {
    const path = { basin: checkBasinName(basin) };
    const wire = toWireMetricQuery(query, BASIN_SETS);
    const { data } = await call(this.#rest, query, basinMetrics, { path, query: wire });
    return metricsOf(data);
  }

  /** Metrics of a stream. */
  async stream<Set extends string>(
    basin: string,
    stream: string,
    query: MetricQuery<StreamMetricSets, Set>,
  ): Promise<readonly Metric[]> {
    const path = { basin: checkBasinName(basin), stream: checkStreamName(stream) };
    const wire = toWireMetricQuery(query, STREAM_SETS);
    const { data } = await call(this.#rest, query, streamMetrics, { path, query: wire });
    return metricsOf(data);
  }
}

function metricsOf({ values }: components["schemas"]["MetricSetResponse"]): readonly Metric[] {
  return values.map(fromWireMetric);
}
