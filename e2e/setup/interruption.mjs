/** Why a run ended: somebody asked for it. */
export class Interrupted extends Error {
  name = 'Interrupted'
}

/** Aborted by the first Ctrl-C, SIGTERM or the end of the terminal; further ones change nothing, so that taking down is not cut short. */
export const watchInterruption = () => {
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => interruption.abort(new Interrupted(`ended by ${signal}`)))
  }
  return interruption.signal
}
