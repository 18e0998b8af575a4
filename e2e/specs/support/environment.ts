/** The lab of the specs: another than the demo's, so that a running demo isn't disturbed. */
export const LAB = process.env.VXSCOPE_SPEC_LAB ?? 'vxtest'

/** How global setup tells the specs, which run in other processes, what it brought up. */
const URL_VARIABLE = 'VXSCOPE_SPEC_URL'
const CONFIG_VARIABLE = 'VXSCOPE_SPEC_CONFIG'
const NO_LAB_VARIABLE = 'VXSCOPE_SPEC_NO_LAB'

export const announceServer = (url: string, configFile: string): void => {
  process.env[URL_VARIABLE] = url
  process.env[CONFIG_VARIABLE] = configFile
}

export const announceNoLab = (why: string): void => {
  process.env[NO_LAB_VARIABLE] = why
}

export const whyNoLab = (): string | undefined => process.env[NO_LAB_VARIABLE]

const announced = (variable: string): string => {
  const value = process.env[variable]
  if (value === undefined) throw new Error(`${variable} is not set: the global setup did not run`)
  return value
}

export const serverUrl = (): string => announced(URL_VARIABLE)
export const configFile = (): string => announced(CONFIG_VARIABLE)
