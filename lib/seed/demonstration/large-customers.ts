import type { HistoryEvent } from './history-event'

type Order = Extract<HistoryEvent, { do: 'order' }>

/** An order in Paris at nine. */
const order = (
  at: number,
  project: string | null,
  bundle: string,
  name: string,
  quantity: number,
  more: Partial<Order> = {},
): HistoryEvent => ({
  at,
  hour: 9,
  do: 'order',
  zone: 'PAR1',
  ...(project ? { project } : {}),
  bundle,
  name,
  quantity,
  ...more,
})

const apart = { relation: 'apart', level: 'rack', strength: 'must' } as const
const coast = 'Prévision côtière'
const register = 'Registre des littoraux'
const management = 'Gestion intégrée'
const tracing = 'Traçabilité'

/**
 * A ministry and a mid-size group, whose large servers fill the older room of Paris. Of its hosts in use each takes one
 * server of 256 GiB; the 130 vCPUs of one are taken to the last by the ministry's tidal model, ordered while every host
 * was empty.
 */
export const largeCustomers: Readonly<Record<string, readonly HistoryEvent[]>> = {
  littoraux: [
    {
      at: 381,
      hour: 6,
      do: 'quotas',
      limits: {
        instances: 80,
        vcpu: 1_200,
        memory_mib: 6_291_456,
        disk_gib: 40_000,
        volume_gib: 40_000,
        public_addresses: 8,
      },
      reason: 'Reprise du registre des littoraux et du modèle de marée, marché 2025-SNUM-04.',
    },
    {
      at: 381,
      hour: 7,
      do: 'project',
      name: coast,
      costCentre: 'P113-02',
      share: { instances: 20, vcpu: 400, memory_mib: 1_048_576, disk_gib: 10_000 },
    },
    {
      at: 381,
      hour: 8,
      do: 'project',
      name: register,
      costCentre: 'P113-07',
      share: {
        instances: 40,
        vcpu: 720,
        memory_mib: 4_194_304,
        disk_gib: 20_000,
        volume_gib: 20_000,
        public_addresses: 4,
        load_balancers: 5,
      },
    },
    order(381, coast, 'calcul-32', 'maree', 4, {
      placement: { relation: 'together', level: 'host', strength: 'must' },
      tags: { service: 'maree' },
    }),
    order(381, coast, 'essentiel-2', 'maree-pilote', 1, {
      hour: 10,
      joins: 'maree',
      tags: { service: 'maree' },
    }),
    order(361, register, 'memoire-32', 'registre-base', 2, {
      placement: apart,
      commitment: { termMonths: 36, renewal: 'hourly' },
      tags: { service: 'registre', role: 'base' },
    }),
    order(360, register, 'essentiel-4', 'accueil-registre', 2, {
      placement: apart,
      tags: { service: 'registre', role: 'application' },
    }),
    {
      at: 359,
      hour: 8,
      do: 'balancer',
      zone: 'PAR1',
      project: register,
      name: 'registre',
      tag: { key: 'role', value: 'application' },
    },
    { at: 359, hour: 9, do: 'address', zone: 'PAR1', project: register, server: 'accueil-registre' },
    {
      at: 359,
      hour: 10,
      do: 'allow',
      zone: 'PAR1',
      project: register,
      ports: '443',
      source: '0.0.0.0/0',
      description: 'Consultation publique',
    },
    { at: 358, hour: 8, do: 'network', zone: 'PAR1', project: register, name: 'bases', hasExit: false },
    {
      at: 358,
      hour: 9,
      do: 'connect',
      network: 'bases',
      names: ['registre-base', 'registre-base-2', 'accueil-registre', 'accueil-registre-2'],
    },
    {
      at: 358,
      hour: 10,
      do: 'ruleSet',
      project: register,
      name: 'bases-du-registre',
      template: 'database',
      names: ['registre-base', 'registre-base-2'],
    },
    {
      at: 358,
      hour: 11,
      do: 'ruleSet',
      project: register,
      name: 'administration',
      template: 'ssh',
      from: '198.51.100.128/27',
      names: ['accueil-registre', 'accueil-registre-2'],
    },
    order(300, register, 'memoire-32', 'images-satellite', 2, { tags: { service: 'images' } }),
    order(222, register, 'memoire-32', 'trait-de-cote', 2, { tags: { service: 'registre' } }),
    {
      at: 221,
      hour: 9,
      do: 'order',
      project: register,
      bundle: 'archive-5000',
      zone: 'PAR1',
      name: 'releves',
    },
    { at: 221, hour: 11, do: 'attach', volume: 'releves', name: 'trait-de-cote' },
    order(158, register, 'memoire-32', 'orthophotos', 2, { tags: { service: 'images' } }),
    order(104, register, 'memoire-32', 'erosion', 3, { tags: { service: 'registre' } }),
    order(90, null, 'essentiel-4', 'portail-littoral', 2, { tags: { service: 'portail' } }),
    order(52, coast, 'calcul-32', 'submersion', 2, { tags: { service: 'maree' } }),
    order(33, register, 'memoire-32', 'cadastre-marin', 2, {
      placement: apart,
      tags: { service: 'registre' },
    }),
    order(8, register, 'memoire-32', 'recette-registre', 1, { tags: { service: 'registre' } }),
  ],
  morvandel: [
    {
      at: 352,
      hour: 8,
      do: 'quotas',
      limits: { instances: 60, vcpu: 800, memory_mib: 4_194_304, disk_gib: 30_000, volume_gib: 20_000 },
      reason: 'Regroupement des trois salles informatiques du groupe.',
    },
    {
      at: 352,
      hour: 9,
      do: 'project',
      name: management,
      costCentre: 'DSI-GI',
      share: { instances: 30, vcpu: 480, memory_mib: 2_621_440, disk_gib: 15_000, volume_gib: 8_000 },
    },
    {
      at: 352,
      hour: 10,
      do: 'project',
      name: tracing,
      costCentre: 'QUA-TR',
      share: { instances: 20, vcpu: 240, memory_mib: 1_310_720, disk_gib: 8_000, volume_gib: 4_000 },
    },
    order(350, management, 'memoire-32', 'gestion-base', 2, {
      placement: apart,
      commitment: { termMonths: 12, renewal: 'renew' },
      tags: { equipe: 'gestion' },
    }),
    order(349, management, 'memoire-8', 'gestion-application', 3, { tags: { equipe: 'gestion' } }),
    { at: 348, hour: 8, do: 'network', zone: 'PAR1', project: management, name: 'interne', hasExit: false },
    {
      at: 348,
      hour: 9,
      do: 'connect',
      network: 'interne',
      names: ['gestion-base', 'gestion-base-2', 'gestion-application', 'gestion-application-2'],
    },
    {
      at: 348,
      hour: 10,
      do: 'allow',
      zone: 'PAR1',
      project: management,
      ports: '8443',
      source: '203.0.113.192/27',
      description: 'Sites de production',
    },
    order(205, tracing, 'memoire-32', 'lots', 2, { tags: { equipe: 'qualite' } }),
    order(142, management, 'memoire-32', 'entrepot-donnees', 2, { tags: { equipe: 'gestion' } }),
    order(118, tracing, 'memoire-8', 'capteurs', 3, { tags: { equipe: 'qualite' } }),
    order(76, management, 'memoire-32', 'planification', 2, { tags: { equipe: 'gestion' } }),
    order(70, management, 'base-8', 'gestion-secours', 1, { zone: 'LYS1', tags: { equipe: 'gestion' } }),
    order(41, tracing, 'calcul-32', 'vision', 1, { tags: { equipe: 'qualite' } }),
    order(12, null, 'essentiel-2', 'essais-dsi', 2, { tags: { equipe: 'dsi' } }),
  ],
}
