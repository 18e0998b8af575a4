import type { Event } from '@/lib/model/event'

/** The one place that believes what is stored, and what is handed to the worker: both were made of events. */
export const asEvent = (value: unknown): Event => value as Event

export const storedEvent = (body: string): Event => asEvent(JSON.parse(body))
