import { mainDevice, nameOf, resolve } from './ends'
import { Scene, type TraceInput } from './scene'
import type { Question } from './trace'

/** Where nobody of ours has an address, those who speak in the VNI may have talked to it: so many are asked. */
const MOST = 8

/** Of which nodes a trace to an address needs to know what they take it for: the sender, and who may know who has it. */
export const whomToAsk = (
  input: Omit<TraceInput, 'neighbours' | 'findings'>,
  question: Question,
): { address: string; nodes: string[] } | null => {
  const scene = new Scene({ ...input, neighbours: new Map(), findings: [] }, question.vni)
  const [from, to] = [nameOf(scene, question.from), nameOf(scene, question.to)]
  if (!to || to.mac !== null) return null
  const { address, mac } = resolve(scene, to)
  if (address === null) return null
  const speaks = (node: string): boolean => {
    const device = scene.isLive(node) ? mainDevice(scene, node) : null
    return device !== null && scene.ownLinks(device).some(({ addresses }) => addresses.length > 0)
  }
  const others = mac !== null ? [] : [...new Set(scene.devices().map(({ node }) => node))]
  const sender = from?.node ?? null
  const nodes = [...(sender === null ? [] : [sender]), ...others.filter(node => node !== sender)].filter(speaks)
  return { address, nodes: nodes.slice(0, MOST) }
}
