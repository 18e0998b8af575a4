import { ChecksAnswer, ChecksQuery } from '@/lib/model/finding'
import { SilenceRequest, SilencesAnswer } from '@/lib/model/silence'
import { CHANGES, ID, type Operation } from './operation'

/** What checks found, and what is silenced. */
export const FINDINGS_OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/checks',
    summary: 'What is wrong with the overlay',
    description:
      'Findings, worst first, each with the lines it is believed by and, per node, the commands that mend it; all that is asked for must hold. `vni` is that of the subject, `node` one that is the subject or gives evidence. What was read of a node that is not live makes no finding but that it is not. What lasts less than a few seconds is not told. `causedBy` names the finding that one merely follows from. `checks` is all that is looked for. Openings and closings are events: `findingOpened`, `findingClosed`. `times` and `before` tell how often it was found and when before, as far back as the history goes; `silence` why nobody wants to hear of it now.',
    answer: ChecksAnswer,
    answerName: 'ChecksAnswer',
    query: ChecksQuery,
  },
  {
    path: '/api/v1/silences',
    summary: 'Findings that nobody wants to hear of',
    description: 'Those in force, the one that ends first first. They are kept over restarts.',
    answer: SilencesAnswer,
    answerName: 'SilencesAnswer',
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
    refusals: [500],
  },
  {
    path: '/api/v1/silences/{id}',
    method: 'delete',
    role: 'operator',
    summary: 'End a silence',
    description: `What it named is heard of again. ${CHANGES}`,
    answer: SilencesAnswer,
    answerName: 'SilencesAnswer',
    pathParameters: [ID],
    refusals: [404, 500],
  },
]
