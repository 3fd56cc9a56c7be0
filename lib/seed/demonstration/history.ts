/**
 * Orders and actions of each organisation, counted back from the day of seeding: `at` is days ago, `hour` in UTC.
 * Twelve complete months for those that started a year ago.
 */
export type HistoryEvent =
  | {
      at: number
      hour: number
      do: 'order'
      bundle: string
      zone: string
      name: string
      quantity?: number
      image?: string
      /** The placement rule between its servers: a group with the line's name. */
      placement?: {
        relation: 'apart' | 'together'
        level: 'host' | 'rack' | 'room'
        strength: 'must' | 'should'
      }
      /** With a commitment. */
      commitment?: { termMonths: 12 | 36; renewal: 'renew' | 'hourly' | 'silent' }
      tags?: Record<string, string>
      references?: { serviceCode?: string; commitmentReference?: string; purchaseOrderNumber?: string }
    }
  | { at: number; hour: number; do: 'stop' | 'start' | 'delete' | 'protect'; name: string }
  | { at: number; hour: number; do: 'resize'; name: string; bundle: string }
  | { at: number; hour: number; do: 'attach'; volume: string; name: string }
  | { at: number; hour: number; do: 'snapshot'; volume: string; name: string }
  | { at: number; hour: number; do: 'keep'; name: string; snapshot: string }
  /** From a stopped server. */
  | { at: number; hour: number; do: 'image'; name: string; image: string }
  /** Stored in another zone. */
  | { at: number; hour: number; do: 'backUp'; volume: string; name: string; zone: string }
  | { at: number; hour: number; do: 'copy'; volume: string; name: string; bundle: string }
  | { at: number; hour: number; do: 'address'; zone: string; server: string }
  /** HTTP on port 80, to the servers with the tag. */
  | {
      at: number
      hour: number
      do: 'balancer'
      zone: string
      name: string
      tag: { key: string; value: string }
    }
  /** Lets traffic into the network of this zone. */
  | {
      at: number
      hour: number
      do: 'allow'
      zone: string
      ports: string
      source: string
      description: string
    }
  | { at: number; hour: number; do: 'schedule'; volume: string; atHour: number; keep: number }

/** Default references of public bodies' accountants, on every order without its own. */
export const usualReferences: Readonly<
  Record<string, { serviceCode?: string; commitmentReference?: string }>
> = {
  valmont: { serviceCode: 'SVC-DSI-02' },
  brevannes: { commitmentReference: '1001907752' },
}

export const histories: Readonly<Record<string, readonly HistoryEvent[]>> = {
  valmont: [
    {
      at: 372,
      hour: 8,
      do: 'order',
      bundle: 'essentiel-2',
      zone: 'PAR1',
      name: 'portail-citoyen-01',
      tags: { service: 'portail' },
      references: { serviceCode: 'SVC-DSI-02', commitmentReference: '1001843277' },
    },
    {
      at: 371,
      hour: 9,
      do: 'order',
      bundle: 'essentiel-2',
      zone: 'LYS1',
      name: 'portail-citoyen-02',
      tags: { service: 'portail' },
      references: { serviceCode: 'SVC-DSI-02', commitmentReference: '1001843277' },
    },
    {
      at: 365,
      hour: 7,
      do: 'order',
      bundle: 'socle-4',
      zone: 'PAR1',
      name: 'etat-civil',
      tags: { service: 'population' },
    },
    { at: 300, hour: 9, do: 'resize', name: 'portail-citoyen-01', bundle: 'essentiel-4' },
    {
      at: 240,
      hour: 10,
      do: 'order',
      bundle: 'disque-rapide-100',
      zone: 'PAR1',
      name: 'cartographie',
      tags: { service: 'urbanisme' },
    },
    {
      at: 239,
      hour: 13,
      do: 'order',
      bundle: 'calcul-8',
      zone: 'PAR1',
      name: 'cartographie-calcul',
      commitment: { termMonths: 12, renewal: 'renew' },
      tags: { service: 'urbanisme' },
    },
    { at: 239, hour: 15, do: 'attach', volume: 'cartographie', name: 'cartographie-calcul' },
    { at: 120, hour: 18, do: 'stop', name: 'cartographie-calcul' },
    { at: 97, hour: 17, do: 'snapshot', volume: 'cartographie', name: 'releve-2026' },
    { at: 6, hour: 12, do: 'snapshot', volume: 'cartographie', name: 'avant-mise-a-jour' },
    {
      at: 5,
      hour: 8,
      do: 'copy',
      volume: 'cartographie',
      name: 'cartographie-recette',
      bundle: 'disque-rapide-100',
    },
    { at: 4, hour: 17, do: 'keep', name: 'portail-citoyen-01', snapshot: 'avant-refonte' },
    { at: 3, hour: 9, do: 'schedule', volume: 'cartographie', atHour: 3, keep: 3 },
    { at: 96, hour: 6, do: 'start', name: 'cartographie-calcul' },
    { at: 60, hour: 9, do: 'order', bundle: 'essentiel-1', zone: 'LYS1', name: 'essai-messagerie' },
    { at: 31, hour: 16, do: 'delete', name: 'essai-messagerie' },
    { at: 20, hour: 9, do: 'protect', name: 'etat-civil' },
    { at: 9, hour: 14, do: 'stop', name: 'portail-citoyen-02' },
    { at: 8, hour: 9, do: 'image', name: 'portail-citoyen-02', image: 'portail-2026' },
    { at: 5, hour: 18, do: 'backUp', volume: 'cartographie', name: 'hors-site-novembre', zone: 'LYS1' },
    {
      at: 2,
      hour: 17,
      do: 'order',
      bundle: 'essentiel-2',
      zone: 'PAR1',
      name: 'recette-elections',
      tags: { service: 'elections' },
    },
    {
      at: 12,
      hour: 8,
      do: 'order',
      bundle: 'essentiel-1',
      zone: 'PAR1',
      name: 'demarches',
      quantity: 3,
      placement: { relation: 'apart', level: 'host', strength: 'should' },
      tags: { service: 'demarches' },
    },
    {
      at: 12,
      hour: 9,
      do: 'balancer',
      zone: 'PAR1',
      name: 'demarches-en-ligne',
      tag: { key: 'service', value: 'demarches' },
    },
    { at: 1, hour: 16, do: 'stop', name: 'demarches-3' },
    { at: 120, hour: 9, do: 'address', zone: 'PAR1', server: 'portail-citoyen-01' },
    {
      at: 120,
      hour: 10,
      do: 'allow',
      zone: 'PAR1',
      ports: '443',
      source: '0.0.0.0/0',
      description: 'Portail citoyen',
    },
    {
      at: 120,
      hour: 10,
      do: 'allow',
      zone: 'PAR1',
      ports: '22',
      source: '192.0.2.0/25',
      description: 'Bureaux de la DSI',
    },
  ],
  brevannes: [
    {
      at: 380,
      hour: 8,
      do: 'order',
      bundle: 'base-8',
      zone: 'PAR1',
      name: 'dossier-patient',
      tags: { criticite: 'haute' },
    },
    {
      at: 379,
      hour: 8,
      do: 'order',
      bundle: 'memoire-4',
      zone: 'PAR1',
      name: 'imagerie',
      quantity: 2,
      placement: { relation: 'apart', level: 'rack', strength: 'must' },
    },
    { at: 378, hour: 11, do: 'order', bundle: 'archive-5000', zone: 'PAR1', name: 'archives-imagerie' },
    { at: 377, hour: 11, do: 'attach', volume: 'archives-imagerie', name: 'imagerie' },
    { at: 210, hour: 9, do: 'order', bundle: 'calcul-16', zone: 'LIL1', name: 'reprise', quantity: 2 },
    { at: 200, hour: 9, do: 'order', bundle: 'essentiel-4', zone: 'LYS1', name: 'planning-soins' },
    {
      at: 199,
      hour: 9,
      do: 'allow',
      zone: 'PAR1',
      ports: '11112',
      source: '192.0.2.128/28',
      description: 'Imagerie du groupement',
    },
    { at: 20, hour: 9, do: 'protect', name: 'dossier-patient' },
  ],
  lumen: [
    {
      at: 368,
      hour: 9,
      do: 'order',
      bundle: 'calcul-16',
      zone: 'PAR1',
      name: 'rendu',
      quantity: 2,
      placement: { relation: 'apart', level: 'rack', strength: 'should' },
      tags: { equipe: 'image' },
    },
    { at: 330, hour: 19, do: 'stop', name: 'rendu-2' },
    { at: 300, hour: 7, do: 'start', name: 'rendu-2' },
    {
      at: 150,
      hour: 10,
      do: 'order',
      bundle: 'essentiel-2',
      zone: 'LYS1',
      name: 'vitrine',
      references: { purchaseOrderNumber: 'LUM-2026-08' },
      tags: { equipe: 'web' },
    },
    {
      at: 140,
      hour: 9,
      do: 'order',
      bundle: 'calcul-16',
      zone: 'LIL1',
      name: 'rendu-nord',
      references: { purchaseOrderNumber: 'LUM-2026-08' },
      tags: { equipe: 'image' },
    },
    { at: 40, hour: 18, do: 'stop', name: 'rendu-2' },
  ],
  verrerie: [
    { at: 150, hour: 9, do: 'order', bundle: 'essentiel-2', zone: 'LYS1', name: 'gestion' },
    { at: 149, hour: 9, do: 'order', bundle: 'disque-standard-1000', zone: 'LYS1', name: 'sauvegarde' },
    { at: 1, hour: 8, do: 'delete', name: 'gestion' },
  ],
  nordix: [
    {
      at: 270,
      hour: 8,
      do: 'order',
      bundle: 'calcul-8',
      zone: 'LIL1',
      name: 'modele',
      quantity: 3,
      tags: { client: 'interne' },
    },
    // Before other servers are placed there: the host of one of the three still has room in every placement.
    { at: 260, hour: 10, do: 'resize', name: 'modele-3', bundle: 'memoire-4' },
    {
      at: 180,
      hour: 8,
      do: 'order',
      bundle: 'memoire-4',
      zone: 'LIL1',
      name: 'entrepot',
      tags: { client: 'interne' },
    },
    {
      at: 15,
      hour: 10,
      do: 'order',
      bundle: 'essentiel-4',
      zone: 'PAR1',
      name: 'demo-clients',
      quantity: 2,
      tags: { client: 'demo' },
    },
  ],
}
