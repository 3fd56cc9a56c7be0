/** Where a resource stands, as told to its owner: never the host's name. */
export type PlacementView = {
  resourceId: string
  site: string
  city: string
  room: string | null
  rack: string | null
  generation: string | null
  /** Of a volume. */
  pool: string | null
}
