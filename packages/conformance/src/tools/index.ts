export { type ConnectProxy, type ConnectProxyOptions, startConnectProxy } from "./connect-proxy.js";
export {
  type CutKind,
  type ProxyDirection,
  startTcpProxy,
  type TcpProxy,
  type TcpProxyCounts,
  type TcpProxyOptions,
} from "./tcp-proxy.js";
