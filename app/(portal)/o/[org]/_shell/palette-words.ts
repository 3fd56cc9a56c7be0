/**
 * Other words, in French and English, by which people look for a page of the menu. Without accents: the palette ignores
 * them.
 */
export const pageWords: Readonly<Record<string, string>> = {
  home: 'debut tableau de bord dashboard start a faire accueil home',
  order: 'acheter nouveau creer panier buy new create cart serveur server prix commander order',
  instances:
    'machine vm vps compute instance demarrer arreter redemarrer start stop restart serveurs servers',
  volumes: 'disque stockage storage disk attacher',
  backups: 'backup copie restaurer restore plan sauvegardes backups',
  images: 'instantane snapshot modele template debian systeme',
  networks: 'reseau vlan prive network private adresse publique ip address dns reseaux networks',
  balancers: 'load balancer repartition haproxy certificat https tls repartiteurs balancers',
  firewall: 'parefeu regle port ouvrir rule security group securite firewall',
  moves: 'intervention deplacement maintenance migration interventions server moves',
  incidents: 'panne outage etat statut status maintenance disponibilite',
  orders: 'achat historique cmd purchase history commandes orders',
  quotes: 'quote devis dev signer signature proposition quotes',
  approvals: 'approuver valider accord autorisation delegation approve seuil regle approbations approvals',
  purchaseOrders: 'bc engagement po marche purchase order bons commande orders',
  commitments: 'duree reduction engagement term discount 12 36 mois durees commitments',
  budgets: 'depense plafond alerte limite quota spending limit',
  billing: 'facture avoir invoice bill credit tva vat facturx facturation billing factures invoices',
  costs: 'cout depense consommation usage spend cost explorer couts costs mois month monthly',
  credits: 'avoir penalite indemnite compensation sla credits service',
  exports:
    'export fec focus comptabilite comptable ecritures csv xlsx telecharger download accounting exports',
  payment: 'payer reglement prelevement sepa iban rib carte mandat virement pay card debit paiement payment',
  billingSettings:
    'adresse facturation destinataire chorus siret contact billing address reglages settings presentation factures invoices layout',
  serviceLevels: 'sla disponibilite garantie uptime availability promesse niveaux levels',
  projects: 'projet partage quota cost centre centre de couts projets projects',
  members: 'personne utilisateur equipe inviter user team invite role droit right membres members',
  keys: 'ssh cle key publique public acces access cles keys',
  journal: 'journal audit trace historique log evenement event qui',
  tokens:
    'jetons jeton token api cle programme automatiser script cli terraform ansible rest openapi key program automate tokens',
  webhooks: 'api notification evenement event integration',
  support: 'aide ticket demande contact help probleme question assistance support',
  settings: 'parametre configuration organisation adresse reference chorus second facteur reglages settings',
}
