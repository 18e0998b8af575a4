'use client'

import { useMemo, useState } from 'react'
import { useLiveOverlay } from '@/lib/client/use-api'
import { deviceWords, type FoundDevices } from '@/lib/client/vxlan/devices'
import { formOf } from '@/lib/client/vxlan/suggest'
import type { OptionsAnswer } from '@/lib/model/node-options'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { ChangeEditor } from './ChangeEditor'
import { DevicesGiven } from './DevicesGiven'

interface Given {
  answer: OptionsAnswer
  found: FoundDevices['found']
}

const Editing = ({ answer, found }: Given) => {
  const { data: overlay } = useLiveOverlay()
  const options = useMemo(() => new Map(answer.nodes.map(each => [each.node, each])), [answer])
  // The form is about the devices as they were when it was opened; the plan looks again.
  const [start] = useState(() => ({
    values: formOf(found),
    before: new Map(found.map(({ node, device }) => [node, device])),
  }))
  if (overlay === undefined) return <Skeleton label="Asking for the overlay" rows={5} />
  return (
    <ChangeEditor
      before={start.before}
      options={options}
      overlay={overlay}
      readOnly={answer.readOnly}
      values={start.values}
    />
  )
}

const keyOf = (found: Given['found']): string => found.map(({ node, device }) => `${node}/${device.name}`).join()

const wordsOf = (found: Given['found']): string =>
  deviceWords(found.map(({ node, device }) => ({ node, name: device.name })))

/** Nodes may tell of their devices after the form was opened: what has been typed until then isn't lost. */
const EditingKept = ({ answer, found }: Given) => {
  const [taken, setTaken] = useState(found)
  const [typed, setTyped] = useState(false)
  const differs = keyOf(taken) !== keyOf(found)
  if (differs && !typed) setTaken(found)
  return (
    <div onInput={() => setTyped(true)}>
      {differs && typed && (
        <div className="p-4">
          <Notice size="line" title={`Now there is ${wordsOf(found)}`} tone="warn">
            <p>You began with {wordsOf(taken)}. The form goes on with that.</p>
            <Button
              className="mt-1.5"
              onClick={() => {
                setTaken(found)
                setTyped(false)
              }}
            >
              Fill in anew
            </Button>
          </Notice>
        </div>
      )}
      <Editing answer={answer} found={taken} key={keyOf(taken)} />
    </div>
  )
}

/** Changes devices that are there: `?on=ubuntu/vxlan100,vyos01/vxlan100`. */
export const EditPage = () => (
  <DevicesGiven
    lead="What you leave as it is isn’t touched. Where a node can’t change a setting in place, the preview says that the device is made anew."
    verb="Change"
  >
    {given => <EditingKept {...given} />}
  </DevicesGiven>
)
