import { basisOf, timingOf } from '@/lib/client/life'
import { traceHref } from '@/lib/client/trace-words'
import { useLife } from '@/lib/client/use-life'
import { useMoment } from '@/lib/client/use-moment'
import { useAgeNow } from '@/lib/client/use-now'
import { KIND_MEANS } from '@/lib/client/words'
import type { FdbRow } from '@/lib/model/overlay'
import { RowRing } from '../../fdb/RowAge'
import { MacOrigin } from '../../shared/MacOrigin'
import { ReadAt } from '../../shared/ReadAt'
import { Badge } from '../../ui/Badge'
import { Copy } from '../../ui/Copy'
import { Fact, Facts, Section } from '../../ui/Facts'
import { PageLink } from '../../ui/PageLink'
import { Term } from '../../ui/Term'
import { InspectorHead, Links, PickLink, StateBadge, VniMark, Word } from './parts'

const Row = ({ row }: { row: FdbRow }) => {
  const ticking = useAgeNow()
  const now = row.state === 'live' ? ticking : Date.parse(row.readAt)
  const life = useLife(timingOf(row), now)
  const past = useMoment() !== null
  return (
    <Section
      aside={<StateBadge state={row.state} />}
      title={<PickLink to={`node:${row.node}`}>on {row.node}</PickLink>}
    >
      <p className="mb-2 flex items-center gap-2">
        <RowRing row={row} />
        <span className="tabular-nums">{life.label}</span>
      </p>
      {row.kind === 'learned' && (
        <p className="mb-2 text-ink-3 text-small tabular-nums">{basisOf(row, now, past ? 'before' : 'ago')}</p>
      )}
      <Facts>
        <Fact name="kind">
          <Badge>
            <Term means={KIND_MEANS[row.kind]}>{row.kind}</Term>
          </Badge>
        </Fact>
        <Fact name="device">
          <span className="mono">{row.ifname}</span>
        </Fact>
        {row.vlan !== null && (
          <Fact name="VLAN">
            <span className="mono">{row.vlan}</span>
          </Fact>
        )}
        <Fact name="remote VTEP">
          {row.dst === null ? (
            <span className="text-ink-3">{row.nhid === null ? 'none: local' : `next-hop group ${row.nhid}`}</span>
          ) : (
            <>
              <span className="mono">{row.dst}</span>{' '}
              <span className="text-ink-2">{row.dstNodes.length === 0 ? 'ghost' : row.dstNodes.join(', ')}</span>
            </>
          )}
        </Fact>
        <Fact name={<Word of="ageing">ageing</Word>}>
          <span className="mono">{row.ageing === null ? 'none' : `${row.ageing} s`}</span>
        </Fact>
        <Fact name="first seen">
          <ReadAt at={row.firstSeenAt} word="" />
        </Fact>
        {row.moves > 0 && (
          <Fact name="moves">
            <span className="mono text-warn">{row.moves}</span>
          </Fact>
        )}
        <Fact name="entry">
          <ReadAt at={row.readAt} />
        </Fact>
      </Facts>
    </Section>
  )
}

/** A MAC in its VNI: every entry there is for it, node by node. */
export const MacFacts = ({ mac, vni, rows }: { mac: string; vni: number; rows: readonly FdbRow[] }) => {
  const own = rows.filter(row => row.mac === mac && row.vni === vni)
  const past = useMoment() !== null
  const places = [...new Set(own.filter(row => row.kind === 'learned').flatMap(row => row.dst ?? []))]
  return (
    <>
      <InspectorHead kind="MAC" title={<Copy className="text-title!" text={mac} what="MAC" />}>
        <p className="flex gap-2 text-ink-2">
          VNI <VniMark vni={vni} />
        </p>
        <MacOrigin className="mt-1 text-ink-2 text-small" mac={mac} />
        {places.length > 1 && (
          <p className="mt-2 text-warn">
            Nodes disagree: it is at {places.join(' and at ')}. It has moved, or two hosts share it.
          </p>
        )}
      </InspectorHead>
      {own.length === 0 && (
        <div className="px-4 pb-3 text-ink-2">
          No node has an entry for it {past ? 'at this moment' : 'now'}: it has aged out, was flushed, or was never
          learned. The next frame to it goes to the group or the flood list.
        </div>
      )}
      {own.map(row => (
        <Row key={row.id} row={row} />
      ))}
      <Links>
        <PageLink href={`/fdb?q=${mac}`}>In the FDB table</PageLink>
        <PageLink href={`/timeline?mac=${mac}`}>What happened to it</PageLink>
        <PageLink href={traceHref({ vni, to: mac })}>Trace to here</PageLink>
      </Links>
    </>
  )
}
