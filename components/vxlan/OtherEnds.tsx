import { ListPlus } from 'lucide-react'
import { deviceWords } from '@/lib/client/vxlan/devices'
import type { ChangeNode, ChangeRefusal } from '@/lib/model/change'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'
import { Problems } from './Problems'

interface Props {
  /** Changes of other ends that the plan offers. */
  offers: readonly ChangeNode[]
  /** Those that are in it already. */
  taken: readonly ChangeNode[]
  /** Why they could not be taken. */
  refusal: ChangeRefusal | null
  busy: boolean
  onTake: (offers: readonly ChangeNode[]) => void
}

/** Other ends of a VNI without a group: what makes them flood to the new ones belongs to the same change. */
export const OtherEnds = ({ offers, taken, refusal, busy, onTake }: Props) => (
  <>
    {taken.length > 0 && (
      <p className="text-ink-2">
        <span className="font-medium text-ink">{deviceWords(taken)}</span>{' '}
        {taken.length === 1 ? 'is the other end: it is' : 'are the other ends: they are'} changed here to flood to what
        is new.
      </p>
    )}
    {offers.length > 0 && (
      <Notice
        size="line"
        title={`${deviceWords(offers)} ${offers.length === 1 ? 'does' : 'do'} not flood to what is new yet`}
        tone="warn"
      >
        <p>
          Without a group a node hears broadcasts only from those that have its address among their remotes. You see
          what would run there before anything does.
        </p>
        <Button className="mt-2" disabled={busy} onClick={() => onTake(offers)}>
          <ListPlus aria-hidden className="size-4" />
          {offers.length === 1 ? 'Change it too' : 'Change them too'}
        </Button>
        {refusal !== null && <Problems className="mt-2 list-disc pl-4 text-bad" refusal={refusal} />}
      </Notice>
    )}
  </>
)
