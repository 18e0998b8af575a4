import { answersForOthers } from './answering'
import { mainDevice, type Named, nameOf, resolve } from './ends'
import { Scene, type TraceInput } from './scene'
import type { Question } from './trace'

/** Where nobody of ours has an address, those who speak in the VNI may have talked to it: so many are asked. */
const MOST = 8

/** Where a host is whose bridge or device may answer it. Only where some does are the rows gone through. */
const nodeOfHost = (scene: Scene, from: Named): string | null => {
  const { mac } = resolve(scene, from)
  if (mac === null || !scene.devices().some(answersForOthers)) return null
  scene.readRows([mac])
  const [place] = scene.placesOf(mac)
  return place && answersForOthers(place.device) ? place.node : null
}

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
  const asksNeighbours = (node: string): boolean => {
    const device = scene.isLive(node) ? mainDevice(scene, node) : null
    if (device === null) return false
    return answersForOthers(device) || scene.ownLinks(device).some(({ addresses }) => addresses.length > 0)
  }
  const others = mac !== null ? [] : [...new Set(scene.devices().map(({ node }) => node))]
  const sender = from && (from.node ?? nodeOfHost(scene, from))
  const nodes = [...(sender === null ? [] : [sender]), ...others.filter(node => node !== sender)].filter(asksNeighbours)
  return { address, nodes: nodes.slice(0, MOST) }
}
