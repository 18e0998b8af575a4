import { VENDORS_AT_ONCE, VendorsAnswer, VendorsQuery } from '@/lib/model/api'
import { macScope, normalizeMac } from '@/lib/overlay'
import { answer, refuse } from '../http'
import { parseQuery } from '../query'
import { type OuiList, ouiList } from './oui-list'

/** A MAC or its beginning as its hex digits; `null` for less than the three bytes that a prefix has. */
const digitsOf = (text: string): string | null => {
  const digits = normalizeMac(text)?.replaceAll(':', '').toUpperCase()
  return digits !== undefined && digits.length >= 6 ? digits : null
}

/** Who has the longest of the prefixes that `digits` begins with. Nobody has those of MACs that were chosen locally. */
export const vendorOf = (list: OuiList, digits: string): string | null => {
  if (macScope(digits.toLowerCase()) !== 'global') return null
  return list.get(digits.slice(0, 9)) ?? list.get(digits.slice(0, 7)) ?? list.get(digits.slice(0, 6)) ?? null
}

/** `/vendors`: whose prefixes MACs have. */
export const answerVendors = async (request: Request): Promise<Response> => {
  const query = parseQuery(request, VendorsQuery)
  if (!query.ok) return query.error
  const asked = query.value.mac.split(',')
  const wrong = asked.find(text => digitsOf(text) === null)
  if (wrong !== undefined || asked.length > VENDORS_AT_ONCE)
    return refuse(
      'badRequest',
      wrong === undefined ? `mac: more than ${VENDORS_AT_ONCE}` : 'mac: not a MAC, nor the first six digits of one',
      `Give ${VENDORS_AT_ONCE} at most, with "," between, as in 00:50:56:12:34:56,0c4de9.`,
    )
  const list = await ouiList()
  const vendors = Object.fromEntries(asked.map(text => [text, vendorOf(list, digitsOf(text) ?? '')]))
  return answer(VendorsAnswer, { vendors })
}
