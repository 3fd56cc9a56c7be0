import type { MenuEntry } from '~/components/ui/overlays/menu-entry'

export const menuSample: readonly MenuEntry[] = [
  { id: 'restart', label: 'Redémarrer', icon: 'refresh', note: 'Coupe les connexions' },
  { id: 'open', label: 'Voir les mesures', icon: 'monitor', href: '#menu' },
  { id: 'resize', label: 'Agrandir', icon: 'plus', disabledReason: 'Arrêtez d’abord le serveur.' },
  { kind: 'separator', id: 'line' },
  { id: 'delete', label: 'Supprimer', icon: 'trash', danger: true },
]
