/** Rows of this domain that other domains read in their own transactions; the sites cannot import them. */
export { listEvents } from './queries/events'
