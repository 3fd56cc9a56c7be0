export { openStream } from './open-stream'
