export { type BatchProgram, batchCommand, batchLine, deviceSet, failedLines } from './batch'
export {
  type CaptureOrder,
  type CaptureWay,
  CLOCK_COMMAND,
  captureArgv,
  captureCheck,
  captureCommand,
  isCapturable,
  parseCaptureCheck,
  parseClock,
} from './capture'
export { type FdbLine, parseFdbLine } from './monitor-line'
export { neighbourQuery, parseNeighbours } from './neighbours'
export { type PingOrder, pingArgv, pingCommand, pingSeconds } from './ping'
export { PROBE, parseProbe } from './probe'
export { NO_NEEDS, needsOf, type ReadingNeeds, readingQueries } from './queries'
export { type Known, knownOf, parseReading } from './reading'
export {
  type Answer,
  buildLines,
  buildScript,
  commandLine,
  FRAMES,
  PREAMBLE,
  parseAnswers,
  type Query,
  SCRIPT_SHELL,
} from './script'
export { saysOverflow, WATCHING, type WatchSource, watchCommand } from './watch'
