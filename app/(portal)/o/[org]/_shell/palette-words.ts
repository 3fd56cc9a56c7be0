/**
 * Other words, in French and English, by which people look for a page of the menu. Without accents: the palette ignores
 * them.
 */
export const pageWords: Readonly<Record<string, string>> = {
  home: 'debut tableau de bord dashboard start a faire',
  order: 'acheter nouveau creer panier buy new create cart serveur server prix',
  instances: 'machine vm vps compute instance demarrer arreter redemarrer start stop restart',
  volumes: 'disque stockage storage disk attacher',
  backups: 'backup copie restaurer restore plan',
  images: 'instantane snapshot modele template debian systeme',
  networks: 'reseau vlan prive network private adresse publique ip address dns',
  balancers: 'load balancer repartition haproxy certificat https tls',
  firewall: 'parefeu regle port ouvrir rule security group securite',
  moves: 'intervention deplacement maintenance migration',
  incidents: 'panne outage etat statut status maintenance disponibilite',
  orders: 'achat historique cmd purchase history',
  quotes: 'quote devis dev signer signature proposition',
  approvals: 'approuver valider accord autorisation delegation approve seuil regle',
  purchaseOrders: 'bc engagement po marche purchase order',
  commitments: 'duree reduction engagement term discount 12 36 mois',
  budgets: 'depense plafond alerte limite quota spending limit',
  billing: 'facture avoir invoice bill credit paiement payer tva vat facturx',
  serviceLevels: 'sla disponibilite garantie uptime availability promesse',
  projects: 'projet partage quota cost centre centre de couts',
  members: 'personne utilisateur equipe inviter user team invite role droit right',
  keys: 'ssh cle key publique public acces access',
  journal: 'audit trace historique log evenement event qui',
  webhooks: 'api notification evenement event integration',
  support: 'aide ticket demande contact help probleme question',
  settings: 'parametre configuration organisation adresse reference chorus second facteur',
}
