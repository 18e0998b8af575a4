import { addressTwice } from './address-twice'
import { ageingBridge, ageingPeers } from './ageing-differs'
import { bridgeLacks } from './bridge-lacks'
import type { Check } from './check'
import { deviceDown } from './device-down'
import { familyMixed } from './family-mixed'
import { fdbLimit } from './fdb-limit'
import { flappingMac } from './flapping'
import { floodGone } from './flood-gone'
import { floodMissing } from './flood-missing'
import { floodUnexpected } from './flood-unexpected'
import { ghostVtep } from './ghost-vtep'
import { groupMismatch } from './group-mismatch'
import { groupUnheard } from './group-unheard'
import { learningOff } from './learning-off'
import { macTwice } from './mac-twice'
import { mtuPeers } from './mtu-peers'
import { mtuUnderlay } from './mtu-underlay'
import { nobodyUses } from './nobody-uses'
import { nodeRefused, nodeUnreachable, polled, readingFailed, unreadLines } from './node-trouble'
import { oneWayTunnel } from './one-way-tunnel'
import { portMismatch } from './port-mismatch'
import { staleEntry } from './stale-entry'
import { underlayDown } from './underlay-down'
import { vniAlone } from './vni-alone'
import { vyosLink } from './vyos-link'

/** All that is looked for: what stops a node first, what merely costs last. */
export const CHECKS: readonly Check[] = [
  ...[nodeUnreachable, nodeRefused, readingFailed, unreadLines, polled],
  ...[deviceDown, underlayDown, vyosLink, groupUnheard, nobodyUses, vniAlone],
  ...[portMismatch, groupMismatch, familyMixed, addressTwice],
  ...[floodGone, floodMissing, floodUnexpected, oneWayTunnel, ghostVtep],
  ...[mtuUnderlay, mtuPeers, learningOff, bridgeLacks, macTwice, staleEntry, flappingMac],
  ...[ageingPeers, ageingBridge, fdbLimit],
]
