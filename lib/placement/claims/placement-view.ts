/** The place of a resource as shown to its owner: never the host's name. */
export type PlacementView = {
  resourceId: string
  site: string
  city: string
  room: string | null
  rack: string | null
  generation: string | null
  /** For a volume. */
  pool: string | null
}
