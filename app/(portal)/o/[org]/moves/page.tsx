import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { may } from '~/lib/identity'
import { listOwnMoves } from '~/lib/relocation'
import { MovesCard } from './_components/moves-card'
import { RefreshWhile } from './_components/refresh-while'

const ahead: readonly string[] = ['waiting', 'moving', 'returning']

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moves'))('title') }
}

/** Coming, current and past moves of servers, with a choice of time if allowed. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('moves')
  const { organisationId } = ctx.membership
  const moves = await listOwnMoves(ctx)
  const refusal = may(ctx, 'instance:operate') ? null : t('mayNot')
  const coming = moves.filter((move) => ahead.includes(move.state))
  const over = moves.filter((move) => !ahead.includes(move.state))
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <RefreshWhile isMoving={moves.some((move) => move.state === 'moving' || move.state === 'returning')} />
      {moves.length === 0 ? (
        <EmptyState icon="check" title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <div className="grid gap-4">
          {coming.length > 0 && (
            <ClientMessages namespaces={['moves']}>
              <MovesCard
                title={t('coming')}
                organisationId={organisationId}
                moves={coming}
                refusal={refusal}
              />
            </ClientMessages>
          )}
          {over.length > 0 && (
            <MovesCard title={t('over')} organisationId={organisationId} moves={over} refusal={refusal} />
          )}
        </div>
      )}
    </>
  )
})
