export { parseFdbText } from './fdb-text'
export {
  parseAddrJson,
  parseFdbJson,
  parseLinkJson,
  parseNexthopJson,
  parseRouteJson,
  parseVlanTunnelJson,
  parseVniJson,
} from './json-readers'
export type { Issue, Rows } from './lines'
export { parseAddrText, parseLinkText } from './link-text'
export { type FdbMonitorEvent, parseFdbMonitorLine } from './monitor'
export { parseNeighText } from './neigh-text'
export { renderVxlanLine } from './render'
export { parseRouteText } from './route-text'
