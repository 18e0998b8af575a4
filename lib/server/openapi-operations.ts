import { z } from 'zod'
import { LoginRequest, MeAnswer, type Role } from '@/lib/model/access'
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
import { ApplyAnswer, ApplyRequest, ChangeAnswer, ChangesAnswer, UndoOthers } from '@/lib/model/apply'
import { AuditAnswer, AuditQuery } from '@/lib/model/audit'
import { DensityAnswer, DensityQuery, EventQuery, EventsAnswer } from '@/lib/model/event'
import { ChecksAnswer, ChecksQuery } from '@/lib/model/finding'
import { InventoryNode, NodeName } from '@/lib/model/inventory'
import { OptionsAnswer, OptionsQuery } from '@/lib/model/node-options'
import {
  AddNodes,
  ImportAnsible,
  ImportAnswer,
  InventoryNodeAnswer,
  NodesWritten,
  TestRequest,
  TestStep,
  TrustAnswer,
  TrustRequest,
} from '@/lib/model/nodes-api'
import { CaptureRequest, EvidenceLine, ProbeRequest } from '@/lib/model/probe'
import { SilenceRequest, SilencesAnswer } from '@/lib/model/silence'
import { TraceAnswer, TraceRequest } from '@/lib/model/trace'

/** A resource and a method of it, as the OpenAPI description tells it, and who may use it. */
export type Operation = Described & (Reading | Changing)

interface Reading {
  /** Default: get. */
  method?: 'get'
  /** Default: viewer. */
  role?: Role
}

/** What is not described here with its role, nobody may do (access/rights.ts). */
interface Changing {
  method: 'post' | 'put' | 'delete'
  role: Role | 'anybody'
}

interface Described {
  path: string
  summary: string
  description: string
  answer: z.ZodType
  answerName: string
  query?: z.ZodObject
  /** JSON that the request holds; one that changes something must say so by its content type. */
  body?: z.ZodType
  status?: number
  /** Lines of JSON, each an answer. */
  lines?: boolean
  pathParameter?: { name: string; schema: z.ZodType }
  csv?: boolean
  refusals: number[]
}

const NAME = { name: 'name', schema: NodeName }

const CHANGES =
  'Needs `content-type: application/json`; requests of pages of other sites are refused with 403. A value that can’t be taken is named in `fields` of the 422.'

const AT =
  'With `at`, RFC 3339, as it was at that moment: what there was, where it led, its kind and state are exact; ages are those last recorded before it, and say so by `readAt`. `at` of the answer is the moment, its `revision` begins with `past:`. Where nobody followed a node then, because no server ran or it had not read the node yet, the node is `connecting` with an error `notRecorded`, and what is known of it is stale. A moment later than now is refused with 400, one before what is kept with 404.'

export const OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/overlay',
    summary: 'The overlay: nodes, VTEPs, VNIs, multicast groups and tunnels',
    description: `All that the last readings of all nodes show together. A tunnel carries the lines it was read from, unless \`evidence=none\` leaves them out. The answer's \`ETag\` stands for its revision: asked with \`If-None-Match\`, 304 says that nothing has changed. ${AT}`,
    answer: OverlayAnswer,
    answerName: 'OverlayAnswer',
    query: OverlayQuery,
    refusals: [400, 404, 503],
  },
  {
    path: '/api/v1/tunnels/{id}',
    summary: 'One tunnel',
    description: `With the lines it was read from. ${AT}`,
    answer: TunnelAnswer,
    answerName: 'TunnelAnswer',
    query: TunnelQuery,
    pathParameter: { name: 'id', schema: z.string() },
    refusals: [400, 404, 503],
  },
  {
    path: '/api/v1/nodes',
    summary: 'The nodes of the inventory',
    description: 'How each node is reached, what it is, and why it is not read where it is not.',
    answer: NodesAnswer,
    answerName: 'NodesAnswer',
    refusals: [400, 503],
  },
  {
    path: '/api/v1/nodes/{name}',
    summary: 'One node and its devices',
    description: 'Devices as `ip -d link show` and `ip -d addr show` tell them; null is what the node did not tell.',
    answer: NodeAnswer,
    answerName: 'NodeAnswer',
    pathParameter: NAME,
    refusals: [400, 404, 503],
  },
  {
    path: '/api/v1/nodes/{name}/raw',
    summary: 'What the node printed',
    description: "The last reading's commands and their output as it came, with the lines that could not be read.",
    answer: RawAnswer,
    answerName: 'RawAnswer',
    pathParameter: NAME,
    refusals: [400, 404, 503],
  },
  {
    path: '/api/v1/fdb',
    summary: 'FDB entries of all nodes',
    description:
      'Filtered, sorted and paged on the server. `q` takes words like `vni:42 node:vyos01 dst:10.0.2.253 kind:learned state:live` and bare words, matched against MAC (any notation, parts too), addresses, nodes and devices. A word with a filter that isn’t one (`noed:x`) is refused with 400. `format=csv` and `format=json` give a file of all matching rows, a million at most, unless `limit` is given; its name says what it is about and how many entries it has. ' +
      AT,
    answer: FdbAnswer,
    answerName: 'FdbAnswer',
    query: FdbQuery,
    csv: true,
    refusals: [400, 404, 503],
  },
  {
    path: '/api/v1/checks',
    summary: 'What is wrong with the overlay',
    description:
      'Findings, worst first, each with the lines it is believed by and, per node, the commands that mend it; all that is asked for must hold. `vni` is that of the subject, `node` one that is the subject or gives evidence. What was read of a node that is not live makes no finding but that it is not. What lasts less than a few seconds is not told. `causedBy` names the finding that one merely follows from. `checks` is all that is looked for. Openings and closings are events: `findingOpened`, `findingClosed`. `times` and `before` tell how often it was found and when before, as far back as the history goes; `silence` why nobody wants to hear of it now.',
    answer: ChecksAnswer,
    answerName: 'ChecksAnswer',
    query: ChecksQuery,
    refusals: [400, 503],
  },
  {
    path: '/api/v1/vxlan/options',
    summary: 'What nodes can be asked for',
    description:
      'For a form, or whoever writes a change by hand: what the platform and release of each node named take of a VXLAN device, the underlay devices, bridges and VXLAN devices it has, and how we reach it. Each is asked what it is, which needs the role operator; nothing is changed. `readOnly` says whether changes are switched off.',
    answer: OptionsAnswer,
    answerName: 'OptionsAnswer',
    query: OptionsQuery,
    refusals: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/trace',
    method: 'post',
    role: 'viewer',
    summary: 'What would become of a frame',
    description:
      'From a node, or a host’s MAC or IP address, in a VNI, to a MAC or an IP address (or a node): each step with the lines it is believed by, and the way back. `verdict` and `sent` are of the first frame that leaves: where the sender has to ask for a MAC first (`asks`), of that request. Nothing is sent, but with `probe: true` (an operator’s, and needs what `POST /probe` needs: `from` a node, `to` an IP address; refused with `at`) a probe first, whose steps are `probe`; of now, the sender is asked what it takes the address for (`ip neigh show to ADDRESS`). `unknown` is what depends on a node that isn’t read, or an endpoint that nobody manages. `broken.finding` names the finding of the checks that explains it. With `at` as it was then, without what was taken for which address and without findings. An end that nothing is known by is named in `fields` of the 422. Needs `content-type: application/json`.',
    body: TraceRequest,
    answer: TraceAnswer,
    answerName: 'TraceAnswer',
    refusals: [400, 403, 404, 409, 422, 503],
  },
  {
    path: '/api/v1/silences',
    summary: 'Findings that nobody wants to hear of',
    description: 'Those in force, the one that ends first first. They are kept over restarts.',
    answer: SilencesAnswer,
    answerName: 'SilencesAnswer',
    refusals: [400, 503],
  },
  {
    path: '/api/v1/silences',
    method: 'post',
    role: 'operator',
    summary: 'Silence findings for a time',
    description: `By a finding's id, a check or a subject; all that is given must hold. Until then they are shown apart, \`vxscope check\` leaves them out and no webhook is sent. ${CHANGES}`,
    body: SilenceRequest,
    answer: SilencesAnswer,
    answerName: 'SilencesAnswer',
    status: 201,
    refusals: [403, 413, 422, 500, 503],
  },
  {
    path: '/api/v1/silences/{id}',
    method: 'delete',
    role: 'operator',
    summary: 'End a silence',
    description: `What it named is heard of again. ${CHANGES}`,
    answer: SilencesAnswer,
    answerName: 'SilencesAnswer',
    pathParameter: { name: 'id', schema: z.string() },
    refusals: [403, 404, 500, 503],
  },
  {
    path: '/api/v1/vxlan/apply',
    method: 'post',
    role: 'operator',
    summary: 'Apply a plan',
    description: `The plan of that digest, and only while its nodes, each read anew for it, are as it took them: else 409 \`planAgain\` with what differs, as for a plan that was used, or where another change is under way on one of its nodes. 409 \`cannotRead\`: a node can’t be read now; the plan may be sent again. 409 \`readOnly\`: the inventory doesn’t allow changes. An undo is armed on each node before its first command; a node is kept when every field is read back as planned and the overlay is whole, else it goes back to what it was. \`atOnce\`: all nodes side by side. How it goes on is told by GET /vxlan/changes/{id} and on the stream (\`event: change\`). ${CHANGES}`,
    body: ApplyRequest,
    answer: ApplyAnswer,
    answerName: 'ApplyAnswer',
    status: 202,
    refusals: [403, 409, 413, 422, 500, 503],
  },
  {
    path: '/api/v1/vxlan/changes',
    role: 'operator',
    summary: 'Changes of late',
    description:
      'The last 50 that were applied, newest first, also those before a restart of the server. What a change ran and what nodes said is, as the audit log, for operators; that there was one, and how it ended, is an event for all.',
    answer: ChangesAnswer,
    answerName: 'ChangesAnswer',
    refusals: [400, 403, 503],
  },
  {
    path: '/api/v1/vxlan/changes/{id}',
    role: 'operator',
    summary: 'How a change goes on, or how it ended',
    description:
      'Of each node how it stands, and each command with its status and output. Ends are `kept`; `undone`: as before; `untouched`: nothing was run; `differs`: undone, and yet not as before; `unknown`: not reached since, it undoes by itself. A change that was under way when the server was killed is looked after at its next start: `failure.at` is `interrupted` then.',
    answer: ChangeAnswer,
    answerName: 'ChangeAnswer',
    pathParameter: { name: 'id', schema: z.string() },
    refusals: [400, 403, 404, 503],
  },
  {
    path: '/api/v1/vxlan/changes/{id}/answer',
    method: 'post',
    role: 'operator',
    summary: 'Say whether nodes that are done go back with those that failed',
    description: `While its state is \`asking\`; they go back by themselves at \`answerBy\`. 409 \`notAsking\`: it doesn’t wait for an answer. ${CHANGES}`,
    body: UndoOthers,
    answer: ChangeAnswer,
    answerName: 'ChangeAnswer',
    pathParameter: { name: 'id', schema: z.string() },
    refusals: [403, 404, 409, 422, 503],
  },
  {
    path: '/api/v1/events',
    summary: 'What happened on the nodes',
    description:
      'Newest first (with `order=oldest`, oldest first), a page at a time; all that is given must hold. `since` is inclusive, `until` exclusive. `mac` is a whole MAC in any notation.',
    answer: EventsAnswer,
    answerName: 'EventsAnswer',
    query: EventQuery,
    refusals: [400, 503],
  },
  {
    path: '/api/v1/events/density',
    summary: 'How much happened when',
    description:
      'Events counted by kind in `buckets` equal lengths of time from `since` (without it, the oldest moment that is kept) to `until` (without it, now), filtered as `/events`. `bucketMs` is the length of each; those in which nothing happened are left out. `gaps` are times in which no server recorded: with `at` in one of them the overlay and the FDB are stale. `oldestAt` is the first moment that `at` may name.',
    answer: DensityAnswer,
    answerName: 'DensityAnswer',
    query: DensityQuery,
    refusals: [400, 503],
  },
  {
    path: '/api/v1/vendors',
    summary: 'Whose prefixes MACs have',
    description:
      'By the IEEE’s lists (MA-L, MA-M, MA-S), the longest prefix first. `mac` takes 200 MACs at most, or their first six digits or more, in any notation, with "," between. null is a prefix that nobody has, as for every locally administered MAC.',
    answer: VendorsAnswer,
    answerName: 'VendorsAnswer',
    query: VendorsQuery,
    refusals: [400],
  },
  {
    path: '/api/v1/nodes',
    method: 'post',
    role: 'admin',
    summary: 'Add nodes to the inventory',
    description: `All of them or none. Written to the inventory file, whose comments and order stay; followed at once. No password crosses: \`passwordEnv\` and \`passwordFile\` name where it is, \`identityFile\` is a path on the server. ${CHANGES}`,
    body: AddNodes,
    answer: NodesWritten,
    answerName: 'NodesWritten',
    status: 201,
    refusals: [403, 409, 413, 422, 500, 503],
  },
  {
    path: '/api/v1/nodes/{name}/inventory',
    role: 'admin',
    summary: 'A node as the inventory has it',
    description: 'What PUT takes: as it is written, with `defaults` not merged in. No password is ever in it.',
    answer: InventoryNodeAnswer,
    answerName: 'InventoryNodeAnswer',
    pathParameter: NAME,
    refusals: [404, 503],
  },
  {
    path: '/api/v1/nodes/{name}',
    method: 'put',
    role: 'admin',
    summary: 'Change a node of the inventory',
    description: `The node as it is to be from now on, whole; it may get another name. ${CHANGES}`,
    body: InventoryNode,
    answer: NodesWritten,
    answerName: 'NodesWritten',
    pathParameter: NAME,
    refusals: [403, 404, 409, 422, 500, 503],
  },
  {
    path: '/api/v1/nodes/{name}',
    method: 'delete',
    role: 'admin',
    summary: 'Take a node out of the inventory',
    description: `Nothing changes on the node; what happened stays in the history. ${CHANGES}`,
    answer: NodesWritten,
    answerName: 'NodesWritten',
    pathParameter: NAME,
    refusals: [403, 404, 409, 500, 503],
  },
  {
    path: '/api/v1/nodes/{name}/test',
    method: 'post',
    role: 'admin',
    summary: 'Try to connect to a node, step by step',
    description: `To the node of that name in the inventory, or to \`node\`, which need not be in it. Each line of the answer is a TestStep, told when it begins and when it is over: reached, host key, login, commands, reading; jump hosts before the node. The last is the one that failed, or the reading. Nothing is trusted or kept. ${CHANGES}`,
    body: TestRequest,
    answer: TestStep,
    answerName: 'TestStep',
    lines: true,
    pathParameter: NAME,
    refusals: [403, 404, 422, 503],
  },
  {
    path: '/api/v1/nodes/{name}/trust',
    method: 'post',
    role: 'admin',
    summary: 'Trust the host key that a user has seen',
    description: `Asks \`host\`, the node or a jump host on the way to it, for its key again and keeps it if it has that fingerprint. Another key is refused with 409 (\`otherKey\`), and so is one that is revoked. ${CHANGES}`,
    body: TrustRequest,
    answer: TrustAnswer,
    answerName: 'TrustAnswer',
    pathParameter: NAME,
    refusals: [403, 404, 409, 422, 500, 503],
  },
  {
    path: '/api/v1/probe',
    method: 'post',
    role: 'operator',
    summary: 'Ping through the overlay, and see what it teaches',
    description: `Sends a few packets from a node through the overlay of a VNI; the inventory must say \`probe: true\`, else 409 (\`notSwitchedOn\`). Where it says \`capture: true\`, the underlay is captured meanwhile on all nodes that have the VNI, 16 at most. Each line of the answer is an EvidenceLine: a \`step\` is a packet, or what an FDB did; its \`ms\` is the time after the start by the server's clock, right to \`plusMinus\`, and what a packet taught stands right behind it. A step or node that is told again takes the place of what was told before. The answer ends with the request; then nothing of it runs on a node any more. What has not ended on a node ten seconds after its time is ended, and its error is \`timeout\`. At most four run at once, else 409 (\`busy\`). ${CHANGES}`,
    body: ProbeRequest,
    answer: EvidenceLine,
    answerName: 'EvidenceLine',
    lines: true,
    refusals: [403, 404, 409, 422, 503],
  },
  {
    path: '/api/v1/capture',
    method: 'post',
    role: 'operator',
    summary: 'Capture VXLAN packets on several nodes at once',
    description: `Headers alone, on the underlay devices of a VNI, so many packets or seconds; the inventory must say \`capture: true\`, else 409 (\`notSwitchedOn\`). A node without tcpdump or without the right to capture says so in its \`node\` line. Lines as of /probe. For half an hour \`GET /api/v1/capture/{id}/{node}\`, \`id\` of the \`begin\` line, gives what a node captured as a pcap file; so it does for a probe. ${CHANGES}`,
    body: CaptureRequest,
    answer: EvidenceLine,
    answerName: 'EvidenceLine',
    lines: true,
    refusals: [403, 404, 409, 422, 503],
  },
  {
    path: '/api/v1/import/ssh-config',
    role: 'admin',
    summary: 'Hosts of the ssh config that could be nodes',
    description: 'Of the user who runs the server. Nothing is written: POST /nodes adds what is chosen.',
    answer: ImportAnswer,
    answerName: 'ImportAnswer',
    refusals: [400, 503],
  },
  {
    path: '/api/v1/import/ansible',
    method: 'post',
    role: 'admin',
    summary: 'Hosts of an Ansible inventory that could be nodes',
    description: `\`text\` is the inventory in its INI or YAML form. Nothing in it is run, no password is taken, nothing is written. ${CHANGES}`,
    body: ImportAnsible,
    answer: ImportAnswer,
    answerName: 'ImportAnswer',
    refusals: [403, 413, 422, 503],
  },
  {
    path: '/api/v1/login',
    method: 'post',
    role: 'anybody',
    summary: 'Log in',
    description:
      'Begins a session: a signed cookie, HttpOnly and SameSite=Strict, sent with https alone where the server is opened by https. Programs need none: they send `Authorization: Bearer` with a token. After some failures one has to wait (429, `retry-after`).',
    body: LoginRequest,
    answer: MeAnswer,
    answerName: 'MeAnswer',
    refusals: [401, 403, 413, 422, 429, 503],
  },
  {
    path: '/api/v1/logout',
    method: 'post',
    role: 'viewer',
    summary: 'Log out',
    description: 'Ends the session, and what is open for it.',
    answer: MeAnswer,
    answerName: 'MeAnswer',
    refusals: [403, 503],
  },
  {
    path: '/api/v1/me',
    summary: 'Who one is, and what one may',
    description:
      'viewer reads; operator applies changes, probes, captures and silences; admin changes the inventory and trusts keys. On a loopback address without any users everybody is admin, by name of `local`.',
    answer: MeAnswer,
    answerName: 'MeAnswer',
    refusals: [503],
  },
  {
    path: '/api/v1/audit',
    role: 'operator',
    summary: 'Who did what',
    description:
      'Newest first, a page at a time; all that is given must hold. `since` is inclusive, `until` exclusive. Entries are never changed, and kept for `access.auditDays` of the inventory. `format=csv` and `format=json` give a file of all that match.',
    answer: AuditAnswer,
    answerName: 'AuditAnswer',
    query: AuditQuery,
    csv: true,
    refusals: [400, 403, 503],
  },
]
