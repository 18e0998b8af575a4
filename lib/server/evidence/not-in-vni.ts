import type { Node } from '@/lib/model/overlay'

/** Why a node is not taken for one that has a VNI: what was never read isn't said to lack anything. */
export const whyNotIn = (
  nodes: readonly Pick<Node, 'name' | 'state' | 'error'>[],
  name: string,
  vni: number,
): string => {
  const node = nodes.find(each => each.name === name)
  if (node === undefined) return `The inventory has no node ${name}.`
  if (node.state !== 'unknown') return `${name} has no VNI ${vni}.`
  return node.error === null ? `${name} has not been read yet.` : `${name} could not be read: ${node.error.message}.`
}
