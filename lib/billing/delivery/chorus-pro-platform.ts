import { z } from 'zod'
import type { Acknowledgement, DepositOutcome, EInvoicePlatform, LifeCycleStatus } from './platform'
import { type HttpOptions, PlatformError, platformHttp, readJson } from './platform-http'

/** In every answer, `codeRetour` 0 means success; otherwise `libelle` gives the reason. */
const outcome = { codeRetour: z.number(), libelle: z.string().nullish() }
const deposited = z.object({ ...outcome, numeroFluxDepot: z.string().min(1).nullish() })
const report = z.object({
  ...outcome,
  etatCourantDepotFlux: z.string().nullish(),
  listeErreurDP: z.array(z.object({ libelleErreurDP: z.string().nullish() })).nullish(),
  listeErreurTechnique: z
    .array(z.object({ codeErreur: z.string().nullish(), libelleErreur: z.string().nullish() }))
    .nullish(),
})
const listed = z.object({
  ...outcome,
  listeFactures: z
    .array(
      z.object({
        numeroFacture: z.string(),
        identifiantFactureCPP: z.union([z.number(), z.string()]).nullish(),
        numeroFluxDepot: z.string().nullish(),
        statut: z.string().nullish(),
        dateHeureEtatCourant: z.union([z.string(), z.number()]).nullish(),
        motif: z.string().nullish(),
      }),
    )
    .nullish(),
})

/** Chorus Pro's invoice states mapped to life-cycle statuses of the reform. */
const statusCodes: Readonly<Record<string, number>> = {
  DEPOSEE: 200,
  EN_COURS_ACHEMINEMENT: 201,
  MISE_A_DISPOSITION: 203,
  SERVICE_FAIT: 204,
  MISE_A_DISPOSITION_COMPTABLE: 205,
  MANDATEE: 205,
  SUSPENDUE: 208,
  A_RECYCLER: 208,
  COMPLETEE: 209,
  REJETEE: 210,
  COMPTABILISEE: 211,
  MISE_EN_PAIEMENT: 211,
}

/**
 * Chorus Pro through its API behind PISTE. A flow with one Factur-X is deposited, its report contains the result, and
 * the invoice is found again by its number, which Chorus Pro keeps unique per supplier.
 */
export function chorusProPlatform(options: HttpOptions & { account: string }): EInvoicePlatform {
  const account = Buffer.from(options.account, 'utf8').toString('base64')
  const call = platformHttp({ ...options, headers: { 'cpro-account': account } })
  const post = (path: string, body: unknown) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const search = async (documentNumber: string) => {
    const answer = await post('/cpro/factures/v1/rechercher/fournisseur', { numeroFacture: documentNumber })
    const { codeRetour, libelle, listeFactures } = readJson(answer, listed)
    if (codeRetour !== 0) throw new PlatformError(`${codeRetour} ${libelle ?? ''}`)
    return (listeFactures ?? []).find(({ numeroFacture }) => numeroFacture === documentNumber) ?? null
  }
  return {
    name: 'chorus_pro',
    async find({ documentNumber }) {
      const invoice = await search(documentNumber)
      if (!invoice) return null
      return invoice.numeroFluxDepot ?? `${invoice.identifiantFactureCPP ?? documentNumber}`
    },
    async deposit(deposit): Promise<DepositOutcome> {
      const answer = await post('/cpro/factures/v1/deposer/flux', {
        fichierFlux: Buffer.from(deposit.content).toString('base64'),
        nomFichier: deposit.name,
        syntaxeFlux: 'IN_DP_E2_CII_FACTURX',
        avecSignature: false,
      })
      const { codeRetour, libelle, numeroFluxDepot } = readJson(answer, deposited)
      if (codeRetour === 0 && numeroFluxDepot) return { outcome: 'deposited', externalId: numeroFluxDepot }
      return { outcome: 'refused', code: `${codeRetour}`, text: libelle ?? `${codeRetour}` }
    },
    // The public accountant pays and reports it (MISE_EN_PAIEMENT); a supplier cannot.
    report: null,
    declare: null,
    async acknowledgement({ externalId, documentNumber }): Promise<Acknowledgement> {
      const answer = await post('/cpro/transverses/v1/consulterCRDetaille', { numeroFluxDepot: externalId })
      const given = readJson(answer, report)
      const state = (given.etatCourantDepotFlux ?? '').replace(/^IN_/, '')
      if (state === 'INTEGRE') return { state: 'accepted' }
      if (state === 'REJETE' || state === 'INCIDENTE') {
        const [technical] = given.listeErreurTechnique ?? []
        const [business] = given.listeErreurDP ?? []
        const words = business?.libelleErreurDP ?? technical?.libelleErreur ?? given.libelle ?? state
        return { state: 'rejected', code: technical?.codeErreur ?? state, text: words }
      }
      // A flow found by its invoice number has no report: the existence of the invoice is the answer.
      if (given.codeRetour !== 0 && (await search(documentNumber))) return { state: 'accepted' }
      return { state: 'pending' }
    },
    async statuses({ documentNumber }): Promise<LifeCycleStatus[]> {
      const invoice = await search(documentNumber)
      const code = statusCodes[invoice?.statut ?? '']
      if (!invoice || code === undefined) return []
      const happened = new Date(invoice.dateHeureEtatCourant ?? Number.NaN)
      return [
        {
          externalId: `${invoice.identifiantFactureCPP ?? documentNumber}:${invoice.statut}`,
          code,
          reasonCode: null,
          reasonText: invoice.motif ?? null,
          happenedAt: Number.isNaN(happened.getTime()) ? new Date(options.clock()) : happened,
        },
      ]
    },
  }
}
