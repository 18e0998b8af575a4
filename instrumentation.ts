/** Called once when the server starts: the collector lives in this process. */
export const register = async (): Promise<void> => {
  const configFile = process.env.VXSCOPE_CONFIG
  if (process.env.NEXT_RUNTIME !== 'nodejs' || !configFile) return
  const { keepRuntime } = await import('@/lib/server/instance')
  const { startServing } = await import('@/lib/server/serving')
  await keepRuntime(() => startServing(configFile))
}
