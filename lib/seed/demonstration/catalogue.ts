/** Prices in hundred-thousandths of a euro per hour, so that this table reads like a price list: 2450 = 0,02450 €. */
type Family = 'essential' | 'memory' | 'compute' | 'storage' | 'combined'
export type BundlePlan = {
  slug: string
  name: string
  family: Family
  instanceType?: 'container' | 'virtual-machine'
  vcpu: number
  memoryMib: number
  rootDiskGib: number
  volumeGib: number
  volumeClass: 'fast' | 'standard' | 'archive' | null
  computePrice: number
  rootDiskPrice: number
  volumePrice: number
}

const server = (
  slug: string,
  name: string,
  family: Family,
  size: [number, number, number],
  price: [number, number],
): BundlePlan => ({
  slug,
  name,
  family,
  vcpu: size[0],
  memoryMib: size[1] * 1024,
  rootDiskGib: size[2],
  volumeGib: 0,
  volumeClass: null,
  computePrice: price[0],
  rootDiskPrice: price[1],
  volumePrice: 0,
})
const disk = (
  slug: string,
  name: string,
  gib: number,
  volumeClass: 'fast' | 'standard' | 'archive',
  price: number,
): BundlePlan => ({
  slug,
  name,
  family: 'storage',
  vcpu: 0,
  memoryMib: 0,
  rootDiskGib: 0,
  volumeGib: gib,
  volumeClass,
  computePrice: 0,
  rootDiskPrice: 0,
  volumePrice: price,
})

/** Price of one snapshot, in percent of that of its volume or root disk. */
export const snapshotPricePercent = 40

export const addressPlan = {
  slug: 'ipv4-publique',
  name: 'Adresse IPv4 publique',
  nameEn: 'Public IPv4 address',
  position: 100,
}
export const addressPrice = 300
export const balancerPlan = {
  slug: 'repartiteur',
  name: 'Répartiteur de charge',
  nameEn: 'Load balancer',
  position: 101,
}
export const balancerPrice = 1_250

/** By slug; a bundle without one has the same name in both languages. */
export const englishNames: Readonly<Record<string, string>> = {
  'essentiel-1': 'Essential 1',
  'essentiel-2': 'Essential 2',
  'essentiel-4': 'Essential 4',
  essai: 'Trial',
  'memoire-4': 'Memory 4',
  'memoire-8': 'Memory 8',
  'memoire-32': 'Memory 32',
  'calcul-8': 'Compute 8',
  'calcul-16': 'Compute 16',
  'calcul-32': 'Compute 32',
  'disque-rapide-100': 'Fast disk 100',
  'disque-rapide-500': 'Fast disk 500',
  'disque-standard-1000': 'Standard disk 1000',
  'socle-4': 'Server and disk 4',
  'base-8': 'Server and disk 8',
}

export const bundlePlans: readonly BundlePlan[] = [
  server('essentiel-1', 'Essentiel 1', 'essential', [1, 2, 25], [1150, 100]),
  server('essentiel-2', 'Essentiel 2', 'essential', [2, 4, 50], [2250, 200]),
  server('essentiel-4', 'Essentiel 4', 'essential', [4, 8, 100], [4500, 400]),
  server('essai', 'Essai', 'essential', [1, 0.5, 10], [450, 40]),
  {
    ...server('machine-2', 'Machine 2', 'essential', [2, 4, 50], [2650, 200]),
    instanceType: 'virtual-machine',
  },
  server('memoire-4', 'Mémoire 4', 'memory', [4, 32, 100], [9400, 400]),
  server('memoire-8', 'Mémoire 8', 'memory', [8, 64, 200], [18700, 800]),
  server('memoire-32', 'Mémoire 32', 'memory', [32, 256, 800], [74800, 3200]),
  server('calcul-8', 'Calcul 8', 'compute', [8, 16, 100], [9000, 400]),
  server('calcul-16', 'Calcul 16', 'compute', [16, 32, 200], [18000, 800]),
  server('calcul-32', 'Calcul 32', 'compute', [32, 64, 400], [36000, 1600]),
  disk('disque-rapide-100', 'Disque rapide 100', 100, 'fast', 1320),
  disk('disque-rapide-500', 'Disque rapide 500', 500, 'fast', 6400),
  disk('disque-standard-1000', 'Disque standard 1000', 1000, 'standard', 4800),
  disk('archive-5000', 'Archive 5000', 5000, 'archive', 7000),
  {
    ...server('socle-4', 'Serveur et disque 4', 'combined', [4, 8, 100], [4500, 400]),
    volumeGib: 500,
    volumeClass: 'standard',
    volumePrice: 2400,
  },
  {
    ...server('base-8', 'Serveur et disque 8', 'combined', [8, 64, 200], [18700, 800]),
    volumeGib: 500,
    volumeClass: 'fast',
    volumePrice: 6400,
  },
]

export const imagePlans = [
  {
    slug: 'debian-13',
    name: 'Debian 13',
    updatedOn: '2026-11-20',
    minDiskGib: 10,
    hasCloudInit: true,
    hasSsh: true,
  },
  {
    slug: 'ubuntu-26-04',
    name: 'Ubuntu 26.04 LTS',
    updatedOn: '2026-11-18',
    minDiskGib: 10,
    hasCloudInit: true,
    hasSsh: true,
  },
  {
    slug: 'alma-10',
    name: 'AlmaLinux 10',
    updatedOn: '2026-11-12',
    minDiskGib: 10,
    hasCloudInit: true,
    hasSsh: true,
  },
  {
    slug: 'busybox',
    name: 'BusyBox, serveur d’essai',
    updatedOn: '2026-11-02',
    minDiskGib: 1,
    hasCloudInit: false,
    hasSsh: false,
  },
] as const
