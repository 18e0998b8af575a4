import { toldFindings } from '../checks/told-findings'
import type { Serving } from '../serving'

/** `/metrics`: everything as Prometheus reads it. */
export const answerMetrics = async (serving: Serving): Promise<Response> => {
  const { bus, history, metrics, stream, webhooks } = serving
  const stats = history.ok ? await history.value.stats() : null
  const text = await metrics.text({
    snapshot: bus.current(),
    findings: toldFindings(serving, Date.now()),
    streams: stream.clients,
    history: stats?.ok ? stats.value : null,
    webhooks: new Map(webhooks.status().map(({ to, error }) => [to, error !== null])),
  })
  return new Response(text, { headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' } })
}
