import type { ServerCell } from './group-servers'

export type Area = { x: number; y: number; width: number; height: number }
export type PlacedCell = Area & { cell: ServerCell; addresses: string[] }
