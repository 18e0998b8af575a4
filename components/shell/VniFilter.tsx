'use client'

import clsx from 'clsx'
import { vniColour } from '@/lib/client/palette'
import { useOverlay } from '@/lib/client/use-api'
import { useUrl, vniOfParams } from '@/lib/client/use-url'

const SIDE_BY_SIDE = 4

const Swatch = ({ vni }: { vni: number }) => (
  <span aria-hidden className="size-2 rounded-[2px]" style={{ background: vniColour(vni) }} />
)

/** Picks the VNI that the overlay page shows: a few side by side, many in a list. */
export const VniFilter = () => {
  const { data } = useOverlay()
  const { params, change } = useUrl()
  const picked = vniOfParams(params)
  const known = data?.vnis.map(one => one.vni) ?? []
  const vnis = picked === null || known.includes(picked) ? known : [...known, picked]
  if (vnis.length === 0) return null
  const pick = (vni: number | null) => change({ vni: vni === null ? null : String(vni) })
  if (vnis.length > SIDE_BY_SIDE) {
    return (
      <label className="flex items-center gap-2 text-ink-2">
        VNI
        <select
          className="mono h-8 rounded-md border border-line bg-raised px-2 text-ink"
          onChange={event => pick(event.target.value === '' ? null : Number(event.target.value))}
          value={picked ?? ''}
        >
          <option value="">all {vnis.length}</option>
          {vnis.map(vni => (
            <option key={vni} value={vni}>
              {vni}
            </option>
          ))}
        </select>
      </label>
    )
  }
  return (
    <fieldset aria-label="VNI" className="flex shrink-0 items-center gap-2">
      <span aria-hidden className="hidden text-ink-2 sm:inline">
        VNI
      </span>
      <span className="flex h-8 items-stretch rounded-md border border-line bg-raised p-0.5">
        {[null, ...vnis].map(vni => (
          <button
            aria-label={vni === null ? 'All VNIs' : `VNI ${vni}`}
            aria-pressed={vni === picked}
            className={clsx(
              'mono flex items-center gap-1.5 rounded-[4px] px-2',
              vni === picked ? 'bg-accent-soft text-accent' : 'text-ink-2 hover:text-ink',
            )}
            key={vni ?? 'all'}
            onClick={() => pick(vni)}
            type="button"
          >
            {vni !== null && <Swatch vni={vni} />}
            {vni ?? 'all'}
          </button>
        ))}
      </span>
    </fieldset>
  )
}
