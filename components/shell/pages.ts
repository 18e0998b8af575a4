import { History, ListChecks, Network, Server, TableProperties } from 'lucide-react'

/** The pages there are, in the order of the rail. */
export const PAGES = [
  { href: '/', name: 'Overlay', icon: Network },
  { href: '/fdb', name: 'FDB', icon: TableProperties },
  { href: '/timeline', name: 'Timeline', icon: History },
  { href: '/checks', name: 'Checks', icon: ListChecks },
  { href: '/nodes', name: 'Nodes', icon: Server },
] as const

export const isCurrent = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
