export type { TraceInput } from './scene'
export { type BadEnd, type Question, traceFrame } from './trace'
export { whomToAsk } from './whom-to-ask'
