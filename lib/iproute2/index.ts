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
