import type { Principal } from '@/lib/model/access'
import type { InventoryNode } from '@/lib/model/inventory'
import { TrustAnswer, type TrustRequest } from '@/lib/model/nodes-api'
import { hopsOf, readOfferedKey, resolveTarget, trustKey, verdictOn } from '@/lib/ssh'
import { answer, refuse } from '../http'
import { log } from '../log'
import type { Serving } from '../serving'
import { type Reaching, resolveOptions } from './named-node'

/**
 * Keeps the key that a host on the way to a node offers, if it is the one the user saw. It is asked for anew: any other key is
 * refused, and so is one that somebody revoked.
 */
export const answerTrust = async (
  node: InventoryNode,
  { host, fingerprint }: TrustRequest,
  reaching: Reaching & Pick<Serving, 'audit'>,
  who: Principal,
): Promise<Response> => {
  const { access, audit } = reaching
  const target = await resolveTarget(node, resolveOptions(reaching))
  if (!target.ok) return refuse('cannotTrust', target.error.message, target.error.hint)
  const hop = hopsOf(target.value).findLast(({ name }) => name === host)
  if (!hop)
    return refuse('notFound', `The way to ${node.name} leads over no host of that name.`, 'Test the connection again.')
  const trust = access.trust()
  const offered = await readOfferedKey(hop, { trust })
  if (!offered.ok) return refuse('cannotTrust', offered.error.message, offered.error.hint)
  const shown = offered.value.fingerprint
  if (shown !== fingerprint)
    return refuse(
      'otherKey',
      `${host} now offers another key than the one you saw: ${shown} in place of ${fingerprint}.`,
      'Two machines may share that address, or somebody stands in between. Nothing was trusted. Test the connection again and compare.',
    )
  const verdict = verdictOn(trust, hop, offered.value)
  if (verdict.verdict === 'revoked')
    return refuse(
      'cannotTrust',
      `This key is revoked (${verdict.where}).`,
      'Give the host a new key, then trust that one.',
    )
  const file = access.knownHosts()
  if (verdict.verdict !== 'trusted') {
    try {
      await trustKey(file, hop, offered.value)
    } catch (error) {
      log.failure(error)
      return refuse(
        'cannotWrite',
        `${file} can't be written.`,
        'The user that runs vxscope must be allowed to write it.',
      )
    }
  }
  const output = `${host} ${hop.host} port ${hop.port} ${fingerprint}`
  await audit.record({ who, from: who.from, action: 'keyTrusted', nodes: [node.name], output, result: 'ok' })
  return answer(TrustAnswer, { host, fingerprint, file })
}
