import { ApplyAnswer, ApplyRequest, ChangeAnswer, ChangesAnswer, UndoOthers } from '@/lib/model/apply'
import { OptionsAnswer, OptionsQuery } from '@/lib/model/node-options'
import { CHANGES, ID, type Operation } from './operation'

/** Planning and making changes. */
export const VXLAN_OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/vxlan/options',
    summary: 'What nodes can be asked for',
    description:
      'For a form, or whoever writes a change by hand: what the platform and release of each node named take of a VXLAN device, the underlay devices, bridges and VXLAN devices it has, and how we reach it. Each is asked what it is, which needs the role operator; nothing is changed. `readOnly` says whether changes are switched off.',
    answer: OptionsAnswer,
    answerName: 'OptionsAnswer',
    query: OptionsQuery,
    refusals: [403, 404],
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
    refusals: [409, 500],
  },
  {
    path: '/api/v1/vxlan/changes',
    role: 'operator',
    summary: 'Changes of late',
    description:
      'The last 50 that were applied, newest first, also those before a restart of the server. What a change ran and what nodes said is, as the audit log, for operators; that there was one, and how it ended, is an event for all.',
    answer: ChangesAnswer,
    answerName: 'ChangesAnswer',
  },
  {
    path: '/api/v1/vxlan/changes/{id}',
    role: 'operator',
    summary: 'How a change goes on, or how it ended',
    description:
      'Of each node how it stands, and each command with its status and output. Ends are `kept`; `undone`: as before; `untouched`: nothing was run; `differs`: undone, and yet not as before; `unknown`: not reached since, it undoes by itself. A change that was under way when the server was killed is looked after at its next start: `failure.at` is `interrupted` then.',
    answer: ChangeAnswer,
    answerName: 'ChangeAnswer',
    pathParameters: [ID],
    refusals: [404],
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
    pathParameters: [ID],
    refusals: [404, 409],
  },
]
