import {
  FdbAnswer,
  FdbQuery,
  NodeAnswer,
  NodesAnswer,
  OverlayAnswer,
  OverlayQuery,
  RawAnswer,
  TunnelAnswer,
  TunnelQuery,
  VendorsAnswer,
  VendorsQuery,
} from '@/lib/model/api'
import { DensityAnswer, DensityQuery, EventQuery, EventsAnswer } from '@/lib/model/event'
import { AT, ID, NAME, type Operation } from './operation'

/** What there is, and what happened. */
export const OVERLAY_OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/overlay',
    summary: 'The overlay: nodes, VTEPs, VNIs, multicast groups and tunnels',
    description: `All that the last readings of all nodes show together. A tunnel carries the lines it was read from, unless \`evidence=none\` leaves them out. The answer's \`ETag\` stands for its revision: asked with \`If-None-Match\`, 304 says that nothing has changed. ${AT}`,
    answer: OverlayAnswer,
    answerName: 'OverlayAnswer',
    query: OverlayQuery,
    refusals: [404],
  },
  {
    path: '/api/v1/tunnels/{id}',
    summary: 'One tunnel',
    description: `With the lines it was read from. ${AT}`,
    answer: TunnelAnswer,
    answerName: 'TunnelAnswer',
    query: TunnelQuery,
    pathParameters: [ID],
    refusals: [404],
  },
  {
    path: '/api/v1/nodes',
    summary: 'The nodes of the inventory',
    description: 'How each node is reached, what it is, and why it is not read where it is not.',
    answer: NodesAnswer,
    answerName: 'NodesAnswer',
  },
  {
    path: '/api/v1/nodes/{name}',
    summary: 'One node and its devices',
    description: 'Devices as `ip -d link show` and `ip -d addr show` tell them; null is what the node did not tell.',
    answer: NodeAnswer,
    answerName: 'NodeAnswer',
    pathParameters: [NAME],
    refusals: [404],
  },
  {
    path: '/api/v1/nodes/{name}/raw',
    summary: 'What the node printed',
    description: "The last reading's commands and their output as it came, with the lines that could not be read.",
    answer: RawAnswer,
    answerName: 'RawAnswer',
    pathParameters: [NAME],
    refusals: [404],
  },
  {
    path: '/api/v1/fdb',
    summary: 'FDB entries of all nodes',
    description:
      'Filtered, sorted and paged on the server. `q` takes words like `vni:42 node:vyos01 dst:10.0.2.253 kind:learned state:live` and bare words, matched against MAC (any notation, parts too), addresses, nodes and devices. A word with a filter that isn’t one (`noed:x`), or whose value nothing can have (`vni:abc`), is refused with 400, as is a `mac` that is no part of one. `format=csv` and `format=json` give a file of all matching rows, a million at most, unless `limit` is given; its name says what it is about and how many entries it has. ' +
      AT,
    answer: FdbAnswer,
    answerName: 'FdbAnswer',
    query: FdbQuery,
    csv: true,
    refusals: [404],
  },
  {
    path: '/api/v1/events',
    summary: 'What happened on the nodes',
    description:
      'Newest first (with `order=oldest`, oldest first), a page at a time; all that is given must hold. `since` is inclusive, `until` exclusive. `mac` is a whole MAC in any notation.',
    answer: EventsAnswer,
    answerName: 'EventsAnswer',
    query: EventQuery,
  },
  {
    path: '/api/v1/events/density',
    summary: 'How much happened when',
    description:
      'Events counted by kind in `buckets` equal lengths of time from `since` (without it, the oldest moment that is kept) to `until` (without it, now), filtered as `/events`. `bucketMs` is the length of each; those in which nothing happened are left out. `gaps` are times in which no server recorded: with `at` in one of them the overlay and the FDB are stale. `oldestAt` is the first moment that `at` may name.',
    answer: DensityAnswer,
    answerName: 'DensityAnswer',
    query: DensityQuery,
  },
  {
    path: '/api/v1/vendors',
    summary: 'Whose prefixes MACs have',
    description:
      'By the IEEE’s lists (MA-L, MA-M, MA-S), the longest prefix first. `mac` takes 200 MACs at most, or their first six digits or more, in any notation, with "," between. null is a prefix that nobody has, as for every locally administered MAC.',
    answer: VendorsAnswer,
    answerName: 'VendorsAnswer',
    query: VendorsQuery,
  },
]
