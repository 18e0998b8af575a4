export { type Bus, type BusMessage, createBus, type Publication, type Snapshot } from './bus'
