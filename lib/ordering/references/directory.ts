import type { ServiceCode } from '~/db/schema/ordering/buying'

/** What a public structure asks of its suppliers, as its directory publishes it. */
export type BuyerStructure = {
  siret: string
  name: string
  isServiceCodeRequired: boolean
  isCommitmentRequired: boolean
  isCommitmentOrServiceCodeRequired: boolean
  serviceCodes: ServiceCode[]
}

export type BuyerDirectoryName = 'embedded' | 'afnor'

/** `asOf`: when it was said, for one that was kept. `unavailable` is an answer like another: one then asks for everything and a moderator looks at it. */
export type BuyerDirectoryAnswer =
  | { outcome: 'found'; source: BuyerDirectoryName; structure: BuyerStructure; asOf?: string }
  | { outcome: 'unknown'; source: BuyerDirectoryName; asOf?: string }
  | { outcome: 'unavailable'; source: BuyerDirectoryName }

/** A directory of public structures. Never throws: what goes wrong is the answer `unavailable`. */
export type BuyerDirectory = {
  readonly name: BuyerDirectoryName
  lookUp(siret: string): Promise<BuyerDirectoryAnswer>
}
