/** The place of one page, in the rail and in a small screen's bar. */
export const RAIL_PLACE =
  'flex h-14 w-16 flex-col items-center justify-center gap-1 rounded-md text-small md:mb-1 md:w-14'

export const railColours = (current: boolean): string =>
  current ? 'bg-accent-soft text-accent' : 'text-ink-2 hover:bg-sunken hover:text-ink'
