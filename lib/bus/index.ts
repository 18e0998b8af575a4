export { type Bus, createBus, type Snapshot } from './bus'
