import { plural } from '@/lib/client/time'
import type { Overlay } from '@/lib/model/overlay'
import { FirstStart } from '../overlay/OverlayStates'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'

interface Props {
  q: string
  overlay: Overlay | undefined
  onClear: () => void
}

/** Why there is nothing to show, as far as it is known. */
export const FdbEmpty = ({ q, overlay, onClear }: Props) => {
  if (q.trim() !== '') {
    return (
      <Notice title={`No entry matches ${q.trim()}`}>
        <p>All words must hold at once. A part of a MAC or an address is enough.</p>
        <Button onClick={onClear}>Clear the filter</Button>
      </Notice>
    )
  }
  if (overlay?.nodes.length === 0) return <FirstStart />
  const unread = overlay?.nodes.filter(node => node.state === 'unknown').length ?? 0
  return (
    <Notice title="No entries">
      <p>
        {unread > 0
          ? `${plural(unread, 'node')} not read yet; what they know appears here when they are.`
          : 'The nodes answer, and none has a VXLAN entry. Entries are learned from frames: send one through the overlay.'}
      </p>
    </Notice>
  )
}
