'use client'

import clsx from 'clsx'
import type { Candidate } from '@/lib/model/nodes-api'
import { Badge } from '../ui/Badge'
import { Checkbox } from '../ui/Checkbox'
import { PageLink } from '../ui/PageLink'

interface Props {
  candidates: readonly Candidate[]
  chosen: ReadonlySet<string>
  onChoose: (names: ReadonlySet<string>) => void
}

const toggled = (chosen: ReadonlySet<string>, name: string): Set<string> => {
  const next = new Set(chosen)
  if (!next.delete(name)) next.add(name)
  return next
}

const Row = ({ candidate, chosen, onChoose }: { candidate: Candidate } & Omit<Props, 'candidates'>) => {
  const { node, detail, present } = candidate
  return (
    <tr className={clsx('border-line border-t hover:bg-raised', present !== null && 'text-ink-3')}>
      <td className="w-8 py-2 pl-4">
        <Checkbox
          checked={chosen.has(node.name)}
          disabled={present !== null}
          label={`Add ${node.name}`}
          onChange={() => onChoose(toggled(chosen, node.name))}
        />
      </td>
      <td className="py-1.5 pr-4 pl-2 font-medium">
        {node.name}
        {present !== null && (
          <span className="ml-2 font-normal">
            in the inventory as{' '}
            <PageLink href={`/nodes/${encodeURIComponent(present)}`} inText>
              {present}
            </PageLink>
          </span>
        )}
        <span className="mono block font-normal text-ink-2 sm:hidden">{detail}</span>
      </td>
      <td className="mono hidden py-1.5 pr-4 sm:table-cell">{detail}</td>
      <td className="hidden space-x-1 py-1.5 pr-4 md:table-cell">
        {node.platform !== undefined && <Badge>{node.platform}</Badge>}
        {node.tags?.map(tag => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      </td>
    </tr>
  )
}

/** What was found, to choose from. */
export const CandidateTable = ({ candidates, chosen, onChoose }: Props) => {
  const free = candidates.filter(({ present }) => present === null).map(({ node }) => node.name)
  const all = free.length > 0 && free.every(name => chosen.has(name))
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">Hosts that were found</caption>
      <thead className="text-ink-2 text-small">
        <tr className="h-8 text-left">
          <th className="pl-4 font-normal" scope="col">
            <Checkbox
              checked={all}
              disabled={free.length === 0}
              label="Choose all"
              mixed={!all && chosen.size > 0}
              onChange={next => onChoose(new Set(next ? free : []))}
            />
          </th>
          <th className="pl-2 font-normal" scope="col">
            Node
          </th>
          <th className="hidden font-normal sm:table-cell" scope="col">
            Where
          </th>
          <th className="hidden font-normal md:table-cell" scope="col">
            Tags
          </th>
        </tr>
      </thead>
      <tbody>
        {candidates.map(candidate => (
          <Row candidate={candidate} chosen={chosen} key={candidate.node.name} onChoose={onChoose} />
        ))}
      </tbody>
    </table>
  )
}
