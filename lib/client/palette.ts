/** How many VNI colours there are: a prime, so that VNIs in steps of 10, 100 or 1,000 still differ. */
export const VNI_COLOURS = 7

/** The CSS colour of a VNI, the same wherever and whenever it is drawn. */
export const vniColour = (vni: number): string => `var(--vni-${vni % VNI_COLOURS})`
