import type { Plan, PlanNode } from '@/lib/model/plan'
import { printable } from '@/lib/server/inventory'
import { EXIT, type Io } from './io'
import { makePlan, type PlanRequest, readRequest } from './make-plan'

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`  ${title}`, ...lines.map(line => `    ${printable(line)}`)]

const renderNode = ({ node, action, name, method, persist, commands, undo, diff, warnings }: PlanNode): string[] => [
  `${node}: ${action} ${name} (${method}, ${persist === 'none' ? 'at run time alone' : `kept by ${persist}`})`,
  ...section('commands', commands),
  ...section('undo', undo),
  ...section('difference', diff.split('\n')),
  ...section(
    'warnings',
    warnings.map(({ field, message }) => (field === null ? message : `${field}: ${message}`)),
  ),
  '',
]

/** As they stand in a change file. */
const renderOffers = (offers: Plan['offers']): string[] =>
  offers.length === 0
    ? []
    : [
        'Other ends do not flood to what is new yet. Put these beside the nodes of the change:',
        ...offers.map(offer => `  - ${printable(JSON.stringify(offer))}`),
        '',
      ]

/** A plan as text for a terminal: per node what is run, how it is undone, what differs, and what to know. */
export const renderPlan = ({ nodes, offers, digest, expiresAt }: Plan): string =>
  [
    ...nodes.flatMap(renderNode),
    ...renderOffers(offers),
    `digest ${digest}`,
    `to be applied until ${expiresAt}`,
    '',
  ].join('\n')

/** `vxscope plan FILE`: reads the nodes, changes nothing, and shows what a change would do. Gives the exit code. */
export const planCommand = async (request: PlanRequest, io: Io): Promise<number> => {
  const read = await readRequest(request, io)
  if (!read.ok) return read.error
  const plan = await makePlan(read.value, request.json, io)
  if (!plan.ok) return plan.error
  io.stdout.write(request.json ? `${JSON.stringify(plan.value)}\n` : renderPlan(plan.value))
  return EXIT.fine
}
