import { Scenario } from '../scenario'
import { allChecks } from './all-checks'
import { bridgedGroup } from './bridged-group'
import { herIpv6 } from './her-ipv6'
import { oneWay } from './one-way'
import { seed2014 } from './seed-2014'
import { sweep50 } from './sweep'
import { vyosPorts, vyosReleases } from './vyos-releases'

export const DEFAULT_SCENARIO = 'seed-2014'

const scenarios = [seed2014, herIpv6, bridgedGroup, oneWay, sweep50, vyosReleases, vyosPorts, allChecks]

/** Names that `--scenario` takes. */
export const scenarioNames = scenarios.map(({ name }) => name)

/** The topology of that name, checked and with its defaults; undefined where there is none. */
export const findScenario = (name: string): Scenario | undefined => {
  const found = scenarios.find(scenario => scenario.name === name)
  return found && Scenario.parse(found)
}
