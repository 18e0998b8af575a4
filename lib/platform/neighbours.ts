import ipaddr from 'ipaddr.js'
import { parseNeighText } from '@/lib/iproute2'
import type { NeighbourReading } from '@/lib/model/neighbour'
import { type Answer, commandLine, type Query } from './script'

/**
 * What a node's stack takes an address for. Asked for one address when somebody wants to know, and no part of a reading: the
 * table changes all the time, and a router's has thousands. Changes nothing. `null` for what is no address.
 */
export const neighbourQuery = (address: string): Query | null =>
  ipaddr.isValid(address) ? { id: 'neigh', argv: ['ip', 'neigh', 'show', 'to', address] } : null

/** The answer to it, which came at `readAt` (ms since 1970); `null` where the command failed: then nothing is known. */
export const parseNeighbours = ({ query, status, stdout }: Answer, readAt: number): NeighbourReading | null =>
  status === 0 ? { command: commandLine(query.argv), readAt, neighbours: parseNeighText(stdout).rows } : null
