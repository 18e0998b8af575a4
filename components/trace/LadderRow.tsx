'use client'

import clsx from 'clsx'
import { type Lane, offsetText, placeOfNode, type Row } from '@/lib/client/evidence'
import type { Place, SeenFrame, Step } from '@/lib/model/probe'
import { TaughtMark } from './TaughtMark'

interface Props {
  row: Row
  number: number
  lanes: readonly Lane[]
  members: readonly Place[]
  colour: string
}

const WORDS: Readonly<Record<SeenFrame['packet']['inner']['kind'], string>> = {
  arpRequest: 'ARP request',
  arpReply: 'ARP reply',
  neighbourSolicitation: 'ND solicitation',
  neighbourAdvertisement: 'ND advertisement',
  echoRequest: 'ICMP echo request',
  echoReply: 'ICMP echo reply',
  icmp: 'ICMP',
  tcp: 'TCP',
  udp: 'UDP',
  ip: 'IP',
  other: 'frame',
  cut: 'frame',
}

const Head = ({ at, to, colour }: { at: number; to: 'left' | 'right'; colour: string }) => (
  <svg
    aria-hidden="true"
    className={clsx('absolute top-1/2 size-2.5 -translate-y-1/2', to === 'right' ? '-translate-x-full' : 'rotate-180')}
    style={{ left: `${at}%` }}
    viewBox="0 0 10 10"
  >
    <path d="M0 0.5 L10 5 L0 9.5 Z" fill={colour} />
  </svg>
)

const Line = ({ from, to, colour, dashed }: { from: number; to: number; colour: string; dashed: boolean }) => (
  <span
    className={clsx('absolute top-1/2 -mt-px border-t-2', dashed && 'border-dashed')}
    style={{ left: `${Math.min(from, to)}%`, width: `${Math.abs(to - from)}%`, borderColor: colour }}
  />
)

/** A packet as an arrow: to the group and on from there to all that hear it, dashed; to one VTEP, solid. */
const Arrow = ({ frame, lanes, members, colour }: { frame: SeenFrame } & Omit<Props, 'row' | 'number'>) => {
  const middle = (address: string | null) => {
    const at = lanes.findIndex(lane => lane.address === address)
    return at < 0 ? null : ((at + 0.5) / lanes.length) * 100
  }
  const { packet, to } = frame
  const [from, end] = [middle(packet.src), middle(packet.dst)]
  if (from === null || end === null) return null
  const flood = packet.cast === 'group'
  const hearing = flood
    ? to.nodes.flatMap(node => middle(placeOfNode(members, node)) ?? []).filter(at => at !== from)
    : []
  return (
    <>
      <Line colour={colour} dashed={flood} from={from} to={end} />
      {!flood && <Head at={end} colour={colour} to={end > from ? 'right' : 'left'} />}
      {[Math.min(...hearing), Math.max(...hearing)]
        .filter(
          (at, index, ends) => Number.isFinite(at) && ends.indexOf(at) === index && (index === 0 ? at < end : at > end),
        )
        .map(at => (
          <Line colour={colour} dashed from={end} key={at} to={at} />
        ))}
      {hearing.map(at => (
        <Head at={at} colour={colour} key={at} to={at > end ? 'right' : 'left'} />
      ))}
      {flood && (
        <svg
          aria-hidden="true"
          className="absolute top-1/2 h-4 w-[18px] -translate-x-1/2 -translate-y-1/2"
          style={{ left: `${end}%` }}
          viewBox="0 0 18 16"
        >
          <path d="M4.5 1h9L17 8l-3.5 7h-9L1 8Z" fill="var(--surface)" stroke={colour} strokeWidth="1.75" />
        </svg>
      )}
      <span
        className="absolute top-1/2 -translate-x-1/2 -translate-y-[118%] whitespace-nowrap px-1 font-medium text-ink text-small"
        style={{ left: `${(from + end) / 2}%` }}
      >
        {WORDS[packet.inner.kind]}
        <span className="hidden font-normal text-ink-3 sm:inline">{flood ? ' to the group' : ' unicast'}</span>
      </span>
    </>
  )
}

const Seen = ({ step: { frame, plusMinus } }: { step: Step }) =>
  frame && (
    <>
      <code className="mono block text-ink [overflow-wrap:anywhere]" title={`${frame.command}, in tcpdump’s line form`}>
        {frame.line}
      </code>
      <p className="text-ink-3 text-small">
        Captured on {frame.seen.map(({ node, ms }) => `${node} at ${offsetText(ms)}`).join(', ')}; each node’s clock is
        brought to the server’s, right to ±{plusMinus.toFixed(1)} ms.
      </p>
    </>
  )

const Told = ({ step: { taught, toldMs, after, ms } }: { step: Step }) =>
  taught && (
    <p className="text-ink-2 text-small">
      <span className="mono text-ink">
        {taught.mac} dev {taught.ifname}
        {taught.at && ` dst ${taught.at.address}`}
      </span>
      {' on '}
      {taught.node}, told by its monitor at {offsetText(toldMs ?? ms)}
      {after !== null && ': it was learned from the packet above before that was handed on'}.
    </p>
  )

/** A step in the ladder: when, an arrow or marks in the lanes, and the sentence; opened, the line it stands on. */
export const LadderRow = ({ row, number, lanes, members, colour }: Props) => {
  const steps = row.frame ? [row.frame] : row.taught
  return (
    <details className="group">
      <summary className="grid cursor-pointer list-none grid-cols-[4.75rem_1fr] rounded-md hover:bg-sunken/60 sm:grid-cols-[6.5rem_1fr] [&::-webkit-details-marker]:hidden">
        <span className="flex items-center justify-end gap-2 pr-3 sm:justify-between sm:pl-3">
          <span
            aria-hidden
            className="hidden size-[18px] shrink-0 place-items-center rounded-full bg-sunken text-ink-2 text-small sm:grid"
          >
            {number}
          </span>
          <span className="mono whitespace-nowrap text-ink-2 text-small">{offsetText(row.ms)}</span>
        </span>
        <span aria-hidden className={clsx('relative', row.frame ? 'h-11' : 'h-9')}>
          {lanes.map(({ address }, at) => (
            <span
              className="absolute inset-y-0 border-line-strong border-l opacity-70"
              key={address}
              style={{ left: `${((at + 0.5) / lanes.length) * 100}%` }}
            />
          ))}
          {row.frame?.frame && <Arrow colour={colour} frame={row.frame.frame} lanes={lanes} members={members} />}
          {row.taught.map(step => (
            <TaughtMark colour={colour} key={step.id} lanes={lanes} members={members} step={step} />
          ))}
        </span>
        <span className="sr-only">{steps.map(({ text }) => text).join('; ')}</span>
      </summary>
      <div className="ml-[4.75rem] space-y-1 border-line border-l-2 py-1.5 pr-2 pl-3 sm:ml-[6.5rem]">
        {steps.map(step => (
          <div className="space-y-1" key={step.id}>
            <p>{step.text}.</p>
            <Seen step={step} />
            <Told step={step} />
          </div>
        ))}
      </div>
    </details>
  )
}
