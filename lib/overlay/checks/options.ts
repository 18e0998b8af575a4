/**
 * What a check is run over, once for each. Keys: a node's name, a VNI's number, ids of VTEPs and tunnels, `VNI/MAC`. `tables`:
 * VNIs too, of which the check also asks what rows their members have; the others are not run again when those change.
 */
export type Range = 'node' | 'vni' | 'tables' | 'vtep' | 'tunnel' | 'mac'

/** What may be set otherwise; times in ms. */
export interface CheckOptions {
  /** Bridge and device are told of one frame by two lines, and peers learn one after the other: so long nothing is said of it. */
  grace: number
  /** Share of `maxaddr` from which a table counts as nearly full. */
  nearlyFull: number
}

export const CHECK_OPTIONS: CheckOptions = { grace: 30_000, nearlyFull: 0.9 }
