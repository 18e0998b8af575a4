export { PROBE, parseProbe } from './probe'
export { NO_NEEDS, needsOf, type ReadingNeeds, readingQueries } from './queries'
export { parseReading } from './reading'
export { type Answer, buildScript, commandLine, parseAnswers, type Query, SCRIPT_SHELL } from './script'
