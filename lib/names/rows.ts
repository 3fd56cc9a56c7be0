/** Rows of this domain that other domains read in their own transactions; the sites cannot import them. */
export { listNamesOfAddresses, listPublishedNames } from './queries/published-names'
