/** Where a node sees the stand-in, its own node program and its state. */
export const STAND_IN_HOME = '/opt/vyatta/stand-in'
export const STAND_IN_NODE = `${STAND_IN_HOME}/node`
/** What lies over /usr/bin and /usr/libexec on a VyOS node, in the node's folder. */
export const OVERLAYS = { '/usr/bin': 'overlay/bin', '/usr/libexec': 'overlay/libexec' } as const
