/** Other words, in French and English, by which staff look for a page of the menu; without accents. */
export const pageWords: Readonly<Record<string, string>> = {
  home: 'debut tableau de bord dashboard start',
  moderation: 'file queue accepter refuser demande inscription case accept',
  support: 'ticket assistance client reponse answer aide help',
  organisations: 'client customer entreprise commune company moderation',
  catalogue: 'offre prix tarif bundle price promotion remise trafic',
  billing:
    'facture avoir invoice fec relance dunning prelevement releve bank tva vat export comptable credit',
  inventory: 'hote serveur baie salle zone rack room host capacity capacite prevision forecast',
  relocations: 'deplacement vidange drain move migration reequilibrage rebalance',
  incidents: 'panne outage statut status',
  maintenance: 'travaux fenetre window planned',
  hypervisors: 'incus cluster certificat connexion',
  drifts: 'ecart orphelin orphan difference',
  recovery: 'reprise restauration restore adoption perte loss',
  names: 'dns zone record nom',
  serviceLevels: 'sla disponibilite contrat contract credit',
  sagas: 'operation saga bloquee stuck',
  jobs: 'tache queue job echec failed',
  platform: 'metrique metric version base worker',
  audit: 'journal trace log qui',
  staff: 'equipe role droit personnel',
}
