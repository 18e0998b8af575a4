import type { ChangeNode } from '@/lib/model/change'
import type { Finding } from '@/lib/model/finding'
import type { Overlay } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import type { Found, Remedy } from '@/lib/overlay'
import { commandLine } from '@/lib/platform'
import { UNKNOWN_SYSTEM } from './facts'
import { planChange } from './plan'

export interface MendFacts {
  overlay: Overlay
  readings: ReadonlyMap<string, Reading>
}

/** Nothing is applied by what is planned here, so nothing hangs on its digest. */
const SHOWN_ONLY = { now: 0, validFor: 0, hash: (): string => '' }

/** A person types it, so sudo may ask; commands of VyOS's configuration mode stand as they are. */
const typed = (commands: readonly string[], isVyos: boolean): string[] =>
  isVyos ? [...commands] : commands.map(line => `sudo ${line}`)

const linesOfChange = (change: ChangeNode, { overlay, readings }: MendFacts): string[] => {
  const reading = readings.get(change.node) ?? null
  const system = { ...UNKNOWN_SYSTEM, root: true }
  const plan = planChange(
    { nodes: [change] },
    { nodes: new Map([[change.node, { reading, system }]]), overlay, readings },
    SHOWN_ONLY,
  )
  const [only] = plan.ok ? plan.value.nodes : []
  return only ? typed(only.commands, only.method !== 'linux') : []
}

const linesOf = (remedy: Remedy, facts: MendFacts): string[] =>
  'change' in remedy
    ? linesOfChange(remedy.change, facts)
    : typed(
        remedy.run.map(argv => commandLine(argv)),
        false,
      )

/**
 * What to type on each node to mend a finding, in the words of its platform and release. A remedy that a plan refuses on that
 * node is left out: no command is better than one that fails.
 */
export const fixOf = ({ mend }: Found, facts: MendFacts): Finding['fix'] => {
  const fix = new Map<string, string[]>()
  for (const remedy of mend) {
    const node = 'change' in remedy ? remedy.change.node : remedy.node
    const lines = linesOf(remedy, facts)
    if (lines.length > 0) fix.set(node, [...(fix.get(node) ?? []), ...lines])
  }
  return Array.from(fix, ([node, commands]) => ({ node, commands }))
}

/** A finding as everybody is told of it. `since`: ISO time from which it is known. */
export const findingOf = ({ mend: _, ...found }: Found, fix: Finding['fix'], since: string): Finding => ({
  ...found,
  evidence: [...found.evidence],
  fix,
  since,
})
