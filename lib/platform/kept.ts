import { FIND_PROGRAMS } from './script'

/** A script as one argument of `sh`, whatever the user's login shell is: there must be no quote and no line end in it. */
export const keptCommand = (script: string): string => `exec /bin/sh -c '${FIND_PROGRAMS}; ${script}'`
