import { expect, it } from 'vitest'
import { answerPcap } from './answer'

const ask = (query: string, kept: Uint8Array | null) =>
  answerPcap(
    new Request(`http://localhost/api/v1/capture/c1/r1${query}`),
    { pcap: () => kept },
    { id: 'c1', node: 'r1' },
  )

it('gives what is kept as a file, and says when nothing is', () => {
  expect(ask('', new Uint8Array(24)).headers.get('content-disposition')).toBe(
    'attachment; filename="vxscope-c1-r1.pcap"',
  )
  expect(ask('', null).status).toBe(404)
})

it('takes no parameter', () => expect(ask('?x=1', new Uint8Array(24)).status).toBe(400))
