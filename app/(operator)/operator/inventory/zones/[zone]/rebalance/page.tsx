import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { PageHeader } from '~/components/ui/display/page-header'
import { Stat } from '~/components/ui/display/stat'
import { LinkChips } from '~/components/ui/fields/chips'
import { mayStaff } from '~/lib/identity'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import { proposeRebalance } from '~/lib/placement'
import { rebalanceSizes } from '~/lib/placement/client'
import { rebalanceKeyOf } from '~/lib/relocation'
import { routes } from '~/lib/routes'
import { nightsFrom } from '../../../../relocations/_components/nights'
import { StartDialog } from '../../../../relocations/_components/start-dialog'
import { startRebalanceAction } from '../../../../relocations/actions'
import { BrokenRules } from './_components/broken-rules'
import { MoveTable } from './_components/move-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rebalance'))('title') }
}

export default defineSignedInPage('operator', async ({ ctx, params, searchParams }) => {
  const t = await getTranslations('rebalance')
  const locale = (await getLocale()) as Locale
  const zoneId = params.zone ?? ''
  const size = rebalanceSizes.find((each) => String(each) === searchParams.moves) ?? rebalanceSizes[0]
  const { zone, moves, freedHosts, broken, hostsInUse } = await proposeRebalance(ctx, zoneId, size)
  const number = (value: number) => formatNumber(value, locale)
  const tPlanning = await getTranslations('planning')
  const refusal = !mayStaff(ctx, 'inventory:change')
    ? tPlanning('mayNot')
    : moves.length === 0
      ? t('emptyTitle')
      : undefined
  return (
    <>
      <PageHeader
        back={{ href: routes.operator.zone(zone.id), label: zone.name }}
        reference={zone.code}
        title={t('title')}
        lead={t('lead')}
        actions={
          <ClientMessages namespaces={['planning']}>
            <StartDialog
              label={t('start')}
              title={t('title')}
              submit={t('start')}
              extra={{ zoneId: zone.id, movesMax: size, planKey: rebalanceKeyOf({ moves }) }}
              action={startRebalanceAction}
              nights={nightsFrom(ctx.now, locale)}
              disabledReason={refusal}
            />
          </ClientMessages>
        }
      />
      <div className="grid gap-4">
        <LinkChips
          label={t('size')}
          items={rebalanceSizes.map((each) => ({
            href: routes.operator.rebalance(zone.id, each),
            label: t('upTo', { count: each }),
            isCurrent: each === size,
          }))}
        />
        <div className="grid grid-cols-2 gap-2.5 sm:grid-cols-3 sm:gap-4">
          <Stat label={t('stats.moves')} value={number(moves.length)} note={t('stats.of', { count: size })} />
          <Stat
            label={t('stats.freed')}
            value={number(freedHosts.length)}
            note={freedHosts.length > 0 && freedHosts.map(({ name }) => name).join(', ')}
          />
          <Stat
            label={t('stats.inUse')}
            value={number(hostsInUse.after)}
            note={t('stats.before', { count: hostsInUse.before })}
          />
        </div>
        <BrokenRules broken={broken} />
        <MoveTable zone={zone} moves={moves} searchParams={searchParams} />
        <Callout tone="info" title={t('proposal.title')}>
          {t('proposal.text')}
        </Callout>
      </div>
    </>
  )
})
