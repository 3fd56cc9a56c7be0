import { type LocalServer, serveLocally, tokenAnswer } from './local-server'

type Invoice = {
  numeroFacture: string
  numeroFluxDepot: string
  identifiantFactureCPP: number
  statut: string
  motif?: string
}

export type ChorusProServer = LocalServer & {
  secret: string
  account: string
  deposits: { nomFichier: string; numeroFluxDepot: string }[]
  invoices: Invoice[]
  /** State of the flows from now on. */
  flowState: string
  /** Reasons for rejected flows. */
  errors: { libelleErreurDP: string }[]
}

/** Chorus Pro's services behind PISTE, which reject the same requests as the real ones. */
export async function startChorusProServer(): Promise<ChorusProServer> {
  const secret = 'secret-piste'
  const account = 'TECH_1_andromede@cpro.fr:motdepasse'
  const own: Pick<ChorusProServer, 'deposits' | 'invoices' | 'flowState' | 'errors'> = {
    deposits: [],
    invoices: [],
    flowState: 'IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP',
    errors: [],
  }
  const server = await serveLocally(({ path, body, headers }) => {
    if (path === '/api/oauth/token') return tokenAnswer(body, secret)
    if (headers.authorization !== 'Bearer jeton') return { status: 401 }
    if (headers['cpro-account'] !== Buffer.from(account).toString('base64')) return { status: 403 }
    const input = JSON.parse(body.toString('utf8')) as Record<string, string>
    if (path === '/cpro/factures/v1/deposer/flux') {
      const file = Buffer.from(input.fichierFlux ?? '', 'base64').toString('latin1')
      if (input.syntaxeFlux !== 'IN_DP_E2_CII_FACTURX' || !file.startsWith('%PDF-'))
        return { status: 200, body: { codeRetour: 20_002, libelle: 'La syntaxe du flux est inconnue.' } }
      if (own.deposits.some(({ nomFichier }) => nomFichier === input.nomFichier))
        return {
          status: 200,
          body: { codeRetour: 20_003, libelle: 'Un flux de même nom a déjà été déposé.' },
        }
      const numeroFluxDepot = `CPP00${own.deposits.length + 1}`
      own.deposits.push({ nomFichier: input.nomFichier ?? '', numeroFluxDepot })
      own.invoices.push({
        numeroFacture: (input.nomFichier ?? '').replace('.pdf', ''),
        numeroFluxDepot,
        identifiantFactureCPP: 1_000 + own.deposits.length,
        statut: 'DEPOSEE',
      })
      return {
        status: 200,
        body: {
          codeRetour: 0,
          libelle: '',
          numeroFluxDepot,
          dateDepot: '2026-11-03',
          syntaxeFlux: input.syntaxeFlux,
        },
      }
    }
    if (path === '/cpro/transverses/v1/consulterCRDetaille') {
      const isKnown = own.deposits.some(({ numeroFluxDepot }) => numeroFluxDepot === input.numeroFluxDepot)
      return isKnown
        ? {
            status: 200,
            body: {
              codeRetour: 0,
              libelle: '',
              etatCourantDepotFlux: own.flowState,
              listeErreurDP: own.errors,
            },
          }
        : { status: 200, body: { codeRetour: 1, libelle: 'Flux inconnu.' } }
    }
    if (path === '/cpro/factures/v1/rechercher/fournisseur') {
      const listeFactures = own.invoices.filter(({ numeroFacture }) => numeroFacture === input.numeroFacture)
      return { status: 200, body: { codeRetour: 0, libelle: '', listeFactures } }
    }
    return { status: 404 }
  })
  return Object.assign(own, server, { secret, account })
}
