import { describe, expect, it } from 'vitest'
import { VendorsAnswer } from '@/lib/model/api'
import { finish } from '@/lib/overlay'
import { parseOuiList } from './oui-list'
import { answerVendors, vendorOf } from './vendors'

const ask = (mac: string) =>
  answerVendors(new Request(`http://127.0.0.1/api/v1/vendors?mac=${encodeURIComponent(mac)}`))
const vendors = async (mac: string) => VendorsAnswer.parse(await (await ask(mac)).json()).vendors

describe('/vendors', () => {
  it('names who has a prefix, in any notation', async () => {
    const found = await vendors('00:50:56:12:34:56,0050.5612.3456,005056')
    expect(Object.values(found)).toEqual(['VMware, Inc.', 'VMware, Inc.', 'VMware, Inc.'])
  })

  it('names nobody for a MAC that was chosen locally', async () => {
    expect(await vendors('86:24:26:b2:11:5c')).toEqual({ '86:24:26:b2:11:5c': null })
  })

  it.each(['vyos01', '86:24', '00:50:56,', Array.from({ length: 201 }, () => '005056').join(',')])(
    'refuses %s',
    async mac => expect((await ask(mac)).status).toBe(400),
  )
})

describe('vendorOf', () => {
  const list = finish(
    parseOuiList('{\n "1006480": "Small \\"One\\"\\nStreet 1",\n "100648": "Registry", "100648012":"Smallest"}'),
  )

  it.each([
    ['100648012345', 'Smallest'],
    ['100648099999', 'Small "One"'],
    ['100648F00000', 'Registry'],
    ['0C0000000000', null],
  ])('takes the longest prefix: %s', (digits, vendor) => expect(vendorOf(list, digits)).toBe(vendor))
})
