import type { Raw } from './grammar'

/**
 * An object with room for many keys. V8 turns an object whose keys are added by computed name into a hash table once
 * it has a dozen more than it was made with room for, which makes it six times slower to fill and slower to read. The
 * room is what the constructor's text assigns to, whether it runs or not, and is trimmed after the first few objects
 * to what those had; so those are made full.
 */
class Roomy {
  [key: string]: unknown

  constructor(full: boolean) {
    if (!full) return
    this.k0 = 0
    this.k1 = 0
    this.k2 = 0
    this.k3 = 0
    this.k4 = 0
    this.k5 = 0
    this.k6 = 0
    this.k7 = 0
    this.k8 = 0
    this.k9 = 0
    this.k10 = 0
    this.k11 = 0
    this.k12 = 0
    this.k13 = 0
    this.k14 = 0
    this.k15 = 0
    this.k16 = 0
    this.k17 = 0
    this.k18 = 0
    this.k19 = 0
    this.k20 = 0
    this.k21 = 0
    this.k22 = 0
    this.k23 = 0
    this.k24 = 0
    this.k25 = 0
    this.k26 = 0
    this.k27 = 0
    this.k28 = 0
    this.k29 = 0
    this.k30 = 0
    this.k31 = 0
    this.k32 = 0
    this.k33 = 0
    this.k34 = 0
    this.k35 = 0
    this.k36 = 0
    this.k37 = 0
    this.k38 = 0
    this.k39 = 0
    this.k40 = 0
    this.k41 = 0
    this.k42 = 0
    this.k43 = 0
    this.k44 = 0
    this.k45 = 0
    this.k46 = 0
    this.k47 = 0
  }
}

const FIRST_FEW = 8
for (let made = 0; made < FIRST_FEW; made++) new Roomy(true)

/** A row in the making, without keys yet. */
export const createRaw = (): Raw => new Roomy(false)
