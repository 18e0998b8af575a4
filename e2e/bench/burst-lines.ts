const hex = (value: number): string => (value & 255).toString(16).padStart(2, '0')

/** VTEPs that the rows lead to. */
const DESTINATIONS = 50

/** Input of `bridge -batch`: so many static rows of vxlan0, which no kernel ages out, over 50 destinations. */
export const burstLines = (verb: 'append' | 'del', rows: number): string =>
  Array.from({ length: rows }, (_, at) => {
    const mac = `02:bb:00:${hex(at >> 16)}:${hex(at >> 8)}:${hex(at)}`
    return `fdb ${verb} ${mac} dev vxlan0 dst 10.0.3.${(at % DESTINATIONS) + 1}${verb === 'del' ? '' : ' static'}\n`
  }).join('')
