import { z } from 'zod'
import { LabError, type LabInfo, type LabNode } from '@/e2e/lab/lab'
import { mustRun } from '@/e2e/lab/run'
import { type FrameSender, startFrameSender } from './frames'

/** The VXLAN device of every node of the seed scenario. */
export const DEVICE = 'vxlan0'

/** A node that learns, and another whose frames it hears. */
export interface Taught {
  node: LabNode
  /** Of the node's own VXLAN device. */
  mac: string
  /** Sends from the other one, as whoever is to be learned, to the node's own `mac`. */
  heard: FrameSender
}

const macOf = async (namespace: string): Promise<string> => {
  const printed = await mustRun(['ip', '-n', namespace, '-j', 'link', 'show', 'dev', DEVICE])
  const [link] = z.array(z.object({ address: z.string() })).parse(JSON.parse(printed))
  if (!link) throw new LabError(`${namespace} has no ${DEVICE}`)
  return link.address
}

/** Has the node at that place of the lab taught by the one after it. */
export const startTeacher = async (lab: LabInfo, at: number): Promise<Taught> => {
  const [node, peer] = [lab.nodes[at], lab.nodes[(at + 1) % lab.nodes.length]]
  const [address] = node?.underlay ?? []
  if (!node || !peer || !address) throw new LabError('the lab has too few nodes')
  const mac = await macOf(node.namespace)
  // The peer knows the way, so no other node hears what this one is told.
  await mustRun(['bridge', '-n', peer.namespace, 'fdb', 'replace', mac, 'dev', DEVICE, 'dst', address, 'static'])
  return { node, mac, heard: startFrameSender(peer.namespace, DEVICE) }
}
