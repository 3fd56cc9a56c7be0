export { readFrame } from './read-frame'
export { readInbox } from './read-inbox'
