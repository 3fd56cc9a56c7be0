export type ImportError = {
  line: number
  column: string | null
  reason: string
  params?: Record<string, string>
}

/** A changed value, by column. */
export type ImportChange = { column: string; from: string; to: string }

/** What a list of hosts would do; with any error, it does nothing. */
export type ImportPreview = {
  created: { line: number; name: string; room: string; rack: string; vcpu: number; memoryMib: number }[]
  changed: { line: number; name: string; changes: ImportChange[] }[]
  same: number
  newRacks: string[]
  errors: ImportError[]
}

/** A room with the names used in a host list. */
export type ImportRoom = { zone: string; site: string; room: string; racks: number; hosts: number }

/** The rooms and columns that the author of a host list needs to know. */
export type ImportGuide = {
  rooms: ImportRoom[]
  columns: { name: string; isRequired: boolean; standard: string }[]
  linesMax: number
}
