import { machineLabel } from '~/lib/catalogue/client'

/** Names of servers end with it. */
export const namesDomain = 'cloud.andromede.example'

export type HostModel = {
  generation: string
  vcpuPhysical: number
  memoryGib: number
  diskGib: number
  overcommitPercent: number
  /** In rack units. */
  height: number
}

export const hostModels = {
  G1: {
    generation: 'G1, 2021',
    vcpuPhysical: 32,
    memoryGib: 256,
    diskGib: 4_000,
    overcommitPercent: 300,
    height: 1,
  },
  G2: {
    generation: 'G2, 2023',
    vcpuPhysical: 48,
    memoryGib: 384,
    diskGib: 8_000,
    overcommitPercent: 300,
    height: 2,
  },
  G3: {
    generation: 'G3, 2025',
    vcpuPhysical: 64,
    memoryGib: 512,
    diskGib: 16_000,
    overcommitPercent: 400,
    height: 2,
  },
} as const satisfies Record<string, HostModel>

export type RackPlan = {
  name: string
  model: keyof typeof hostModels
  hosts: number
  /** Why its hosts have been in maintenance since the room opened; left out, they are in service. */
  heldBack?: string
}
/** The racks of a room form one row. A room opens with its zone unless it opened later. */
export type RoomPlan = { name: string; row: string; racks: RackPlan[]; openedDaysAgo?: number }
export type ZonePlan = {
  code: string
  name: string
  city: string
  placement: 'spread' | 'pack'
  /** Reserved for documentation: these addresses lead nowhere. */
  publicRange: string
  /** Null: a zone with IPv4 alone. */
  publicRange6: string | null
  site: { name: string; address: string }
  rooms: RoomPlan[]
  pools: { name: string; volumeClass: 'fast' | 'standard' | 'archive'; tib: number }[]
  /** The certification of its rooms. */
  scope: string
  /** Share of each host reserved for the operator's own services, in percent. */
  reservedPercent: number
}

const racks = (first: number, count: number, model: keyof typeof hostModels, hosts: number): RackPlan[] =>
  Array.from({ length: count }, (_unused, index) => ({
    name: String(first + index).padStart(2, '0'),
    model,
    hosts,
  }))

/** Three zones of different ages. Deterministic: names and sizes follow from this table alone. */
export const zonePlans: readonly ZonePlan[] = [
  {
    code: 'PAR1',
    name: 'Paris-Nord',
    city: 'Saint-Denis',
    placement: 'spread',
    publicRange: '203.0.113.0/25',
    publicRange6: '2001:db8:1::/48',
    site: { name: 'Paris-Nord', address: '14 rue des Bâtisseurs, 93200 Saint-Denis' },
    rooms: [
      { name: 'B1', row: 'A', racks: racks(1, 4, 'G2', 6) },
      {
        name: 'B2',
        row: 'C',
        openedDaysAgo: 60,
        racks: [
          ...racks(5, 3, 'G3', 6),
          ...racks(8, 1, 'G3', 6).map((rack) => ({
            ...rack,
            heldBack: 'Commutateur de tête de baie défectueux, remplacement attendu du constructeur',
          })),
        ],
      },
    ],
    pools: [
      { name: 'par1-rapide', volumeClass: 'fast', tib: 120 },
      { name: 'par1-standard', volumeClass: 'standard', tib: 400 },
      { name: 'par1-archive', volumeClass: 'archive', tib: 900 },
    ],
    scope: 'secnumcloud',
    reservedPercent: 10,
  },
  {
    code: 'LYS1',
    name: 'Lyon-Est',
    city: 'Vaulx-en-Velin',
    placement: 'spread',
    publicRange: '198.51.100.0/26',
    publicRange6: '2001:db8:2::/48',
    site: { name: 'Lyon-Est', address: '3 allée du Textile, 69120 Vaulx-en-Velin' },
    rooms: [{ name: 'A1', row: 'A', racks: racks(1, 4, 'G2', 5) }],
    pools: [
      { name: 'lys1-rapide', volumeClass: 'fast', tib: 60 },
      { name: 'lys1-standard', volumeClass: 'standard', tib: 200 },
    ],
    scope: 'hds',
    reservedPercent: 10,
  },
  {
    code: 'LIL1',
    name: 'Lille',
    city: 'Lesquin',
    placement: 'pack',
    publicRange: '192.0.2.0/27',
    publicRange6: null,
    site: { name: 'Lille', address: '8 rue de la Haute Borne, 59810 Lesquin' },
    rooms: [{ name: 'C1', row: '', racks: [...racks(1, 1, 'G1', 2), ...racks(2, 2, 'G1', 1)] }],
    pools: [{ name: 'lil1-standard', volumeClass: 'standard', tib: 80 }],
    scope: 'iso27001',
    // At 60 every order of the history finds room for any distribution of earlier ones; at 70 it may not.
    reservedPercent: 60,
  },
]

/** Hosts with additional labels, by name. */
export const hostLabels: Readonly<Record<string, Record<string, string>>> = {
  'par1-b2-07-01': machineLabel,
  'par1-b2-07-02': machineLabel,
  'par1-b2-07-03': machineLabel,
  'par1-b2-07-04': machineLabel,
  'par1-b2-08-05': { gpu: 'l40s' },
  'par1-b2-08-06': { gpu: 'l40s' },
}

/** Hosts in another state than in service, by name, with an operator's reason. */
export const hostStates: readonly { host: string; state: 'maintenance' | 'cordoned'; reason: string }[] = [
  { host: 'par1-b1-02-04', state: 'cordoned', reason: 'Barrette mémoire à remplacer' },
  { host: 'lys1-a1-03-02', state: 'maintenance', reason: 'Mise à jour du microprogramme' },
  { host: 'lil1-c1-02-01', state: 'cordoned', reason: 'Fin de vie prévue au printemps' },
]
