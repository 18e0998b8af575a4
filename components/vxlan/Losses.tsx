import { plural } from '@/lib/client/time'
import type { FoundDevices } from '@/lib/client/vxlan/devices'
import { membersOf } from '@/lib/client/vxlan/suggest'
import type { PresentDevice } from '@/lib/model/node-options'
import type { Overlay } from '@/lib/model/overlay'
import { VniMark } from '../overlay/inspect/parts'

const lossesOf = (node: string, device: PresentDevice, gone: readonly string[], overlay: Overlay): string[] => {
  const others = membersOf(overlay, device.vni).map(member => member.node)
  const stay = others.filter(other => other !== node && !gone.includes(other))
  return [
    ...(device.addresses.length === 0 ? [] : [`${device.addresses.join(', ')}: this node is no longer reached there`]),
    ...(device.learned === 0 ? [] : [`${plural(device.learned, 'learned MAC')}: where each of them is, is forgotten`]),
    ...(device.bridge === null
      ? []
      : [`its place in ${device.bridge}: what is behind that bridge is cut off from the VNI`]),
    stay.length > 0
      ? `its peers: ${stay.join(', ')} ${stay.length === 1 ? 'stays' : 'stay'} in VNI ${device.vni} without it`
      : `nobody stays in VNI ${device.vni}`,
  ]
}

/** What goes with each device. */
export const Losses = ({ found, overlay }: { found: FoundDevices['found']; overlay: Overlay }) => {
  const gone = found.map(({ node }) => node)
  return (
    <section aria-label="What is lost" className="rounded-lg border border-bad/45 bg-bad-soft px-4 py-3">
      <h3 className="font-medium">What is lost</h3>
      <ul className="mt-2 grid gap-x-6 gap-y-3 sm:grid-cols-2 xl:grid-cols-3">
        {found.map(({ node, device }) => (
          <li key={node}>
            <p className="flex flex-wrap items-center gap-x-2">
              <span className="font-medium">{node}</span>
              <span className="mono">{device.name}</span>
              <VniMark vni={device.vni} />
            </p>
            <ul className="mt-0.5 list-disc pl-4 text-ink-2">
              {lossesOf(node, device, gone, overlay).map(words => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
