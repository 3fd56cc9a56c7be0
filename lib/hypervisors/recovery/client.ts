/** Erasures held since rows were lost; instants are ISO strings. */
export type HeldErasures = {
  lostAt: string
  resources: {
    kind: 'instance' | 'volume'
    id: string
    name: string
    organisationName: string
    deletedAt: string | null
    purgeAfter: string | null
  }[]
}
