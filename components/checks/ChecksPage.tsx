'use client'

import clsx from 'clsx'
import { X } from 'lucide-react'
import { aboutOf } from '@/lib/client/finding-marks'
import { type FindingGroup, type Grouping, groupFindings, SEVERITIES, subjectWords } from '@/lib/client/finding-words'
import { formatCount, plural } from '@/lib/client/time'
import { useLiveOverlay, useOverlay } from '@/lib/client/use-api'
import { useChecks } from '@/lib/client/use-checks'
import { useConnection } from '@/lib/client/use-connection'
import { useMoment } from '@/lib/client/use-moment'
import { useUrl } from '@/lib/client/use-url'
import type { ChecksAnswer, Severity, ToldFinding } from '@/lib/model/finding'
import { FirstStart, NoAnswer } from '../overlay/OverlayStates'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'
import { Segments } from '../ui/Segments'
import { Skeleton } from '../ui/Skeleton'
import { FindingCard } from './FindingCard'

interface CardsProps {
  findings: readonly ToldFinding[]
  answer: ChecksAnswer
  /** No title above says what each is about. */
  saysAbout: boolean
}

const Cards = ({ findings, answer, saysAbout }: CardsProps) => {
  const { data } = useLiveOverlay()
  const means = new Map(answer.checks.map(check => [check.id, check.means]))
  const unread = new Set(data?.nodes.flatMap(({ name, state }) => (state === 'live' ? [] : [name])))
  return findings.map(finding => (
    <FindingCard
      about={saysAbout ? subjectWords(finding.subject) : undefined}
      cause={answer.findings.find(({ id }) => id === finding.causedBy)}
      finding={finding}
      key={finding.id}
      means={means.get(finding.check) ?? ''}
      unread={unread}
    />
  ))
}

const TITLE = 'border-line border-b bg-surface px-4 py-1 text-ink-2 text-small [overflow-wrap:anywhere]'

const Group = ({ group, by, answer }: { group: FindingGroup; by: Grouping; answer: ChecksAnswer }) => (
  <section aria-label={group.title}>
    <h2 className={clsx(TITLE, 'sticky top-0 z-10')}>
      {group.title} · {plural(group.findings.length, 'finding')}
    </h2>
    <Cards answer={answer} findings={group.findings} saysAbout={by === 'severity'} />
  </section>
)

/** What nobody wants to hear of stands apart, below all else. */
const SilencedPart = ({ findings, answer }: { findings: readonly ToldFinding[]; answer: ChecksAnswer }) => (
  <details>
    <summary className={clsx(TITLE, 'cursor-pointer')}>Silenced · {plural(findings.length, 'finding')}</summary>
    <Cards answer={answer} findings={findings} saysAbout />
  </details>
)

const Nothing = ({ answer, nodes, unread }: { answer: ChecksAnswer; nodes: number; unread: number }) => (
  <Notice
    title={`Nothing ${answer.silenced > 0 ? 'else ' : ''}found in ${answer.checks.length} checks over ${plural(nodes, 'node')}`}
  >
    <p>What is found appears here by itself, with the lines that show it and the commands that mend it.</p>
    {unread > 0 && <p>{plural(unread, 'node')} not read now: nothing is said of what they have.</p>}
    <details>
      <summary>What is looked for</summary>
      <ul className="mt-2 max-h-72 space-y-1.5 overflow-y-auto">
        {answer.checks.map(({ id, means }) => (
          <li key={id}>{means}</li>
        ))}
      </ul>
    </details>
  </Notice>
)

const GROUPINGS = [
  { value: 'severity' as const, label: 'by severity' },
  { value: 'subject' as const, label: 'by subject' },
]

const isSeverity = (text: string | null): text is Severity => SEVERITIES.some(each => each === text)

/** All that is wrong now, worst first, each with its proof and its remedy. */
export const ChecksPage = () => {
  const { data, fault } = useChecks()
  const overlay = useOverlay()
  const { params, change } = useUrl()
  const { stale, text } = useConnection(fault)
  const past = useMoment() !== null
  const asked = params.get('severity')
  const only = isSeverity(asked) ? asked : null
  if (overlay.data?.nodes.length === 0) return <FirstStart />
  if (data === undefined)
    return fault === undefined ? <Skeleton label="Asking for findings" rows={8} /> : <NoAnswer error={fault.error} />
  const nodes = overlay.data?.nodes ?? []
  const unread = nodes.filter(({ state }) => state !== 'live').length
  const heard = data.findings.filter(({ silence }) => silence === null)
  const silenced = data.findings.filter(({ silence }) => silence !== null)
  const about = params.get('about')
  const shown = heard.filter(
    finding => (only === null || finding.severity === only) && (about === null || aboutOf(finding).includes(about)),
  )
  const by: Grouping = params.get('group') === 'subject' ? 'subject' : 'severity'
  const count = (severity: Severity) => heard.filter(finding => finding.severity === severity).length
  const options = [
    { value: 'all' as const, label: `all ${formatCount(heard.length)}` },
    ...SEVERITIES.map(value => ({ value, label: `${value} ${formatCount(count(value))}` })),
  ]
  return (
    <div className="flex h-full flex-col">
      {heard.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-4 py-2">
          <Segments
            label="Severity"
            onChange={value => change({ severity: value === 'all' ? null : value })}
            options={options}
            value={only ?? 'all'}
          />
          <Segments
            label="Grouped"
            onChange={value => change({ group: value === 'severity' ? null : value })}
            options={GROUPINGS}
            value={by}
          />
          {about !== null && (
            <Button onClick={() => change({ about: null })}>
              about {subjectWords(about)}
              <X aria-label="show all" className="size-3.5" />
            </Button>
          )}
          <p className="text-ink-2 text-small">
            {data.checks.length} checks over {plural(nodes.length, 'node')}
            {unread > 0 && `, ${unread} of them not read now`}
          </p>
        </div>
      )}
      {(stale || past) && (
        <div className="px-4 py-3">
          <Notice
            size="line"
            title={past ? 'Findings are those of now' : `These findings are ${text.replace('no server, ', '')}`}
            tone={past ? 'warn' : 'bad'}
          >
            {past
              ? 'What was found then stands in the timeline.'
              : fault && `${fault.error.message} ${fault.error.hint}`}
          </Notice>
        </div>
      )}
      <div className={clsx('min-h-0 flex-1 overflow-y-auto', stale && 'opacity-60 grayscale')}>
        {heard.length === 0 && (
          <div className={silenced.length > 0 ? 'h-80' : 'h-full'}>
            <Nothing answer={data} nodes={nodes.length} unread={unread} />
          </div>
        )}
        {heard.length > 0 && shown.length === 0 && (
          <Notice title={about === null ? `No finding of severity ${only}` : `No finding about ${subjectWords(about)}`}>
            <p>There are others: see all.</p>
          </Notice>
        )}
        {groupFindings(shown, by).map(group => (
          <Group answer={data} by={by} group={group} key={group.key} />
        ))}
        {silenced.length > 0 && <SilencedPart answer={data} findings={silenced} />}
      </div>
    </div>
  )
}
