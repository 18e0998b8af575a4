'use client'

import { FIELD_MEANS } from '@/lib/client/vxlan/words'
import type { Limits } from '@/lib/model/node-options'
import { CommonChoice, CommonText } from './CommonFields'
import { useFormAround } from './form-context'

type Setting = 'ttl' | 'tos' | 'df' | 'learning' | 'ageing'

/** Settings that not every device needs: those that at least one of the nodes has. */
export const MoreFields = () => {
  const { options, state } = useFormAround()
  const limits = state.chosen.map(node => ({ node, limits: options.get(node)?.limits ?? null }))
  const lacking = (setting: Setting): string[] =>
    limits.filter(each => each.limits?.[setting] === false).map(({ node }) => node)
  const offered = (setting: keyof Pick<Limits, Setting>): boolean => lacking(setting).length < limits.length
  const hint = (setting: Setting): string => {
    const without = lacking(setting)
    return without.length === 0 ? FIELD_MEANS[setting] : `${FIELD_MEANS[setting]} Not on ${without.join(', ')}.`
  }
  return (
    <div className="grid gap-x-4 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
      {offered('ttl') && <CommonText hint={hint('ttl')} label="TTL" name="ttl" optional placeholder="16" />}
      {offered('tos') && <CommonText hint={hint('tos')} label="TOS" name="tos" optional placeholder="0" />}
      {offered('df') && (
        <CommonChoice
          choices={[
            ['unset', 'unset: may be fragmented'],
            ['set', 'set: never fragmented'],
            ['inherit', 'as the packet inside'],
          ]}
          hint={hint('df')}
          label="Don’t fragment"
          name="df"
        />
      )}
      {offered('learning') && (
        <CommonChoice
          choices={[
            ['on', 'on'],
            ['off', 'off'],
          ]}
          hint={hint('learning')}
          label="Learning"
          name="learning"
        />
      )}
      {offered('ageing') && (
        <CommonText hint={hint('ageing')} label="Ageing" name="ageing" optional placeholder="300" />
      )}
      <CommonText exact={false} label="Description" name="description" optional placeholder="tenant blue" />
    </div>
  )
}
