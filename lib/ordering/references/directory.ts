import type { ServiceCode } from '~/db/schema/ordering/buying'

/** The references that a public structure requires, as its directory publishes them. */
export type BuyerStructure = {
  siret: string
  name: string
  isServiceCodeRequired: boolean
  isCommitmentRequired: boolean
  isCommitmentOrServiceCodeRequired: boolean
  serviceCodes: ServiceCode[]
}

export type BuyerDirectoryName = 'embedded' | 'afnor'

/**
 * `asOf`: the date of a cached answer. `unavailable` is a normal answer: the order then offers all references
 * and a moderator reviews them.
 */
export type BuyerDirectoryAnswer =
  | { outcome: 'found'; source: BuyerDirectoryName; structure: BuyerStructure; asOf?: string }
  | { outcome: 'unknown'; source: BuyerDirectoryName; asOf?: string }
  | { outcome: 'unavailable'; source: BuyerDirectoryName }

/** A directory of public structures. Never throws: a failure is the answer `unavailable`. */
export type BuyerDirectory = {
  readonly name: BuyerDirectoryName
  lookUp(siret: string): Promise<BuyerDirectoryAnswer>
}
