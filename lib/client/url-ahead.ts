/**
 * URLs that were written and that the page hasn't been drawn with yet. Next draws for each of them in its own time, and puts the one
 * it draws for into the address bar again: what is changed meanwhile has to start from what was written last.
 */
export interface UrlAhead {
  /** What a change of the page at `path` starts from; `search` is what stands in the address bar. */
  searchOf(path: string, search: string): string
  wrote(path: string, search: string): void
  /** The page is drawn with this: what was written before it is done with; all is, where it wasn't written here. */
  drawn(path: string, search: string): void
  isAhead(): boolean
}

const nameOf = (path: string, search: string): string => `${path}?${new URLSearchParams(search)}`

export const createUrlAhead = (): UrlAhead => {
  let written: { path: string; search: string; name: string }[] = []
  let last: string | null = null
  return {
    searchOf: (path, search) => {
      const newest = written.at(-1)
      return newest?.path === path ? newest.search : search
    },
    wrote: (path, search) => {
      const name = nameOf(path, search)
      written = name === last && written.length === 0 ? [] : [...written, { path, search, name }]
    },
    drawn: (path, search) => {
      const name = nameOf(path, search)
      if (name === last) return
      last = name
      const at = written.findIndex(one => one.name === name)
      written = at < 0 ? [] : written.slice(at + 1)
    },
    isAhead: () => written.length > 0,
  }
}

/** Of this page. */
export const urlAhead = createUrlAhead()
