export { createPace } from './pace'
export { createPause, takeTurns } from './take-turns'
export { answerTurn, nextTurn } from './turns'
