import type { Alert, Telling } from './teller'

/** Where this server says it is: nothing is known of a proxy before it. */
const SOURCE = 'vxscope'

const isoOf = (ms: number): string => new Date(ms).toISOString()

/** Generic JSON: what opened and what closed, with the commands that mend it. `at` in ms. */
export const genericPayload = (tellings: readonly Telling[], at: number) => ({
  version: 1,
  source: SOURCE,
  at: isoOf(at),
  events: tellings.map(({ kind, alert }) => ({ event: kind, finding: alert })),
})

/** An alert that isn't told again by then is over: so long after the last time it was. */
export const ALERT_LASTS_MS = 240_000
/** Alertmanager forgets what isn't told again. */
export const REPEAT_MS = 60_000

const nodeOf = ({ subject, fix }: Alert): string | null =>
  subject.startsWith('node:') ? subject.slice('node:'.length) : (fix[0]?.node ?? null)

const alertmanagerAlert = (alert: Alert, endsAt: number) => {
  const { id, check, severity, subject, verdict, since, fix } = alert
  const node = nodeOf(alert)
  const commands = fix.flatMap(({ node: on, commands }) => commands.map(command => `${on}: ${command}`))
  return {
    // Alertmanager tells alerts apart by their labels, so nothing that changes while a finding lasts is among them.
    labels: { alertname: check, finding: id, severity, subject, ...(node === null ? {} : { node }), source: SOURCE },
    annotations: { summary: verdict, ...(commands.length === 0 ? {} : { fix: commands.join('\n') }) },
    startsAt: since,
    endsAt: isoOf(endsAt),
  }
}

/**
 * As Alertmanager takes it (`POST /api/v2/alerts`, its openapi.yaml `postableAlerts`): what closed ends now; what opened and what
 * still stands ends a few minutes from now unless it is told again.
 */
export const alertmanagerPayload = (tellings: readonly Telling[], standing: readonly Alert[], at: number) => {
  const isOpening = ({ kind }: Telling): boolean => kind === 'findingOpened'
  const opened = tellings.filter(isOpening).map(({ alert }) => alert)
  const closed = tellings.filter(telling => !isOpening(telling)).map(({ alert }) => alert)
  return [
    ...closed.map(alert => alertmanagerAlert(alert, at)),
    ...[...opened, ...standing].map(alert => alertmanagerAlert(alert, at + ALERT_LASTS_MS)),
  ]
}
