export { parseVlanText, parseVlanTunnelText, parseVniText } from './bridge-tables'
export { parseFdbText } from './fdb-text'
export {
  parseAddrJson,
  parseFdbJson,
  parseLinkJson,
  parseNexthopJson,
  parseRouteJson,
  parseVlanJson,
  parseVlanTunnelJson,
  parseVniJson,
} from './json-readers'
export type { Issue, Rows } from './lines'
export { parseAddrText, parseLinkText } from './link-text'
export { type FdbMonitorEvent, parseFdbMonitorLine } from './monitor'
export { renderFdbLine, renderVxlanLine } from './render'
export { parseNexthopText, parseRouteText } from './route-text'
