import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkChips } from '~/components/ui/fields/chips'
import { mayStaff } from '~/lib/identity'
import type { Locale } from '~/lib/kernel/text/format'
import { whatIf } from '~/lib/relocation'
import { whatIfInput } from '~/lib/relocation/schema'
import { routes } from '~/lib/routes'
import { nightsFrom } from '../../../../relocations/_components/nights'
import { Answer } from './_components/answer'
import { QuestionForm } from './_components/question-form'

const questions = ['drain', 'lose', 'order', 'add'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('planning'))('plan.title') }
}

/** Answers what-if questions about a zone; a drain is started from here. */
export default defineSignedInPage('operator', async ({ ctx, params, searchParams }) => {
  const t = await getTranslations('planning')
  const tRebalance = await getTranslations('rebalance')
  const locale = (await getLocale()) as Locale
  const zoneId = params.zone ?? ''
  const what = questions.find((each) => each === searchParams.what) ?? 'drain'
  const given = Object.entries(searchParams).filter(([, value]) => typeof value === 'string' && value !== '')
  const parsed = whatIfInput.safeParse({ ...Object.fromEntries(given), what })
  const question = parsed.success ? parsed.data : whatIfInput.parse({ what })
  const answer = await whatIf(ctx, zoneId, question)
  const { zone } = answer
  return (
    <ClientMessages namespaces={['planning']}>
      <PageHeader
        back={{ href: routes.operator.zone(zone.id), label: zone.name }}
        reference={zone.code}
        title={t('plan.title')}
        lead={t('plan.lead')}
      />
      <div className="grid gap-4">
        <LinkChips
          label={t('plan.question')}
          items={[
            ...questions.map((each) => ({
              href: routes.operator.plan(zone.id, { what: each }),
              label: t(`plan.what.${each}`),
              isCurrent: each === what,
            })),
            { href: routes.operator.rebalance(zone.id), label: tRebalance('title'), isCurrent: false },
          ]}
        />
        <QuestionForm question={question} answer={answer} hasError={!parsed.success} />
        <Answer
          answer={answer}
          mayChange={mayStaff(ctx, 'inventory:change')}
          nights={nightsFrom(ctx.now, locale)}
        />
      </div>
    </ClientMessages>
  )
})
