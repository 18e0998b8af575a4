import {
  History,
  ListChecks,
  type LucideIcon,
  Network,
  Route,
  ScrollText,
  Server,
  TableProperties,
  Waypoints,
} from 'lucide-react'
import type { Role } from '@/lib/model/access'

export interface Page {
  href: string
  /** In the rail: one short word. */
  name: string
  /** Above the page. */
  title: string
  icon: LucideIcon
  /** A small screen's bar has room for four; the others stand behind "More". */
  onSmall: 'bar' | 'more'
  /** Offered to those who have it; default: everybody. */
  role?: Role
}

/** The pages there are, in the order of the rail. */
export const PAGES: readonly Page[] = [
  { href: '/', name: 'Overlay', title: 'Overlay', icon: Network, onSmall: 'bar' },
  { href: '/fdb', name: 'FDB', title: 'Forwarding database', icon: TableProperties, onSmall: 'bar' },
  { href: '/timeline', name: 'Timeline', title: 'Timeline', icon: History, onSmall: 'bar' },
  { href: '/checks', name: 'Checks', title: 'Checks', icon: ListChecks, onSmall: 'bar' },
  { href: '/vxlan', name: 'VXLAN', title: 'VXLAN interfaces', icon: Waypoints, onSmall: 'more' },
  { href: '/trace', name: 'Trace', title: 'Trace', icon: Route, onSmall: 'more' },
  { href: '/nodes', name: 'Nodes', title: 'Nodes', icon: Server, onSmall: 'more' },
  { href: '/audit', name: 'Audit', title: 'Audit log', icon: ScrollText, onSmall: 'more', role: 'operator' },
]

export const isCurrent = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)

export const pageOf = (path: string): Page | undefined => PAGES.find(({ href }) => isCurrent(href, path))
