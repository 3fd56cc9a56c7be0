export type ImportError = {
  line: number
  column: string | null
  reason: string
  params?: Record<string, string>
}

/** One value that a line changes, by the column it is written in. */
export type ImportChange = { column: string; from: string; to: string }

/** What a list of hosts would do; with any error, it does nothing. */
export type ImportPreview = {
  created: { line: number; name: string; room: string; rack: string; vcpu: number; memoryMib: number }[]
  changed: { line: number; name: string; changes: ImportChange[] }[]
  same: number
  newRacks: string[]
  errors: ImportError[]
}

/** A room by the names a list of hosts calls it. */
export type ImportRoom = { zone: string; site: string; room: string; racks: number; hosts: number }

/** What whoever writes a list of hosts must know: the rooms there are, and what may stand in a line. */
export type ImportGuide = {
  rooms: ImportRoom[]
  columns: { name: string; isRequired: boolean; standard: string }[]
  linesMax: number
}
