'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { Card } from '~/components/ui/display/card'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { Id } from '~/lib/kernel/ids'
import type { Locale } from '~/lib/kernel/text/locale'
import { type ProbeView, probesMax, seenWords } from '~/lib/resources/client'
import { changeProbeAction, createProbeAction, removeProbeAction } from '../../actions'
import { ProbeFields } from './probe-fields'

type Input = {
  organisationId: string
  name: string
  protocol: ProbeView['protocol']
  port?: number
  alertAfter: number
  alertsByMail: boolean
}
type Props = {
  organisationId: string
  instanceId: Id<'instance'>
  probes: readonly ProbeView[]
  mayOperate: boolean
}

const tones: Record<'up' | 'down' | 'unknown' | 'none', Tone> = {
  up: 'ok',
  down: 'bad',
  unknown: 'off',
  none: 'off',
}

/**
 * The customer's probes of a server, run every minute: they inform and alert; no promised availability is measured
 * by them.
 */
export default function ProbesCard({ organisationId, instanceId, probes, mayOperate }: Props) {
  useFocusRescue(probes.length)
  const t = useTranslations('probes')
  const router = useRouter()
  const refusal = mayOperate ? undefined : t('mayNot')
  return (
    <Card
      title={t('title')}
      note={t('note')}
      actions={
        <FormDialog<Input & { instanceId: Id<'instance'> }, unknown>
          label={t('create')}
          disabledReason={refusal ?? (probes.length >= probesMax ? t('full', { max: probesMax }) : undefined)}
          title={t('create')}
          submit={t('create')}
          done={t('created')}
          action={createProbeAction}
          extra={{ organisationId, instanceId }}
        >
          <ProbeFields />
        </FormDialog>
      }
    >
      {probes.length === 0 ? (
        <p className="text-ink-2">{t('empty')}</p>
      ) : (
        <ul aria-label={t('title')} className="grid gap-4">
          {probes.map((probe) => (
            <li key={probe.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
              <Standing probe={probe} />
              <span className="flex flex-wrap gap-1.5">
                <FormDialog<Input & { probeId: Id<'instanceProbe'> }, void>
                  label={t('change')}
                  labelInFull={t('changeTitle', { name: probe.name })}
                  disabledReason={refusal}
                  title={t('changeTitle', { name: probe.name })}
                  submit={t('save')}
                  done={t('saved')}
                  action={changeProbeAction}
                  extra={{ organisationId, probeId: probe.id }}
                >
                  <ProbeFields probe={probe} />
                </FormDialog>
                <ConfirmButton
                  size="sm"
                  variant="quiet"
                  label={t('remove')}
                  labelInFull={t('removeTitle', { name: probe.name })}
                  refusal={refusal}
                  title={t('removeTitle', { name: probe.name })}
                  danger
                  onConfirm={() => removeProbeAction({ organisationId, probeId: probe.id })}
                  done={t('removed')}
                  onDone={() => router.refresh()}
                >
                  <p>{t('removeText')}</p>
                </ConfirmButton>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

/** A probe's target and last result. */
function Standing({ probe }: { probe: ProbeView }) {
  const t = useTranslations('probes')
  const locale = useLocale() as Locale
  const { name, protocol, port, reading, since, seenText, isAlerted } = probe
  return (
    <span className="grid min-w-0 gap-0.5">
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-semibold wrap-anywhere">{name}</span>
        <span className="text-sm text-ink-3">
          {t(`protocols.${protocol}`)}
          {port === null ? '' : ` ${port}`}
        </span>
        <StatePill tone={tones[reading ?? 'none']}>
          {t(`states.${isAlerted ? 'alerted' : (reading ?? 'none')}`)}
        </StatePill>
      </span>
      {since && (
        <span className="text-sm text-ink-3">
          {t('since')} <Timestamp at={new Date(since)} look="short" />
        </span>
      )}
      {reading !== 'up' && seenText && (
        <span className="text-sm wrap-anywhere text-ink-3">{seenWords(seenText, locale)}</span>
      )}
    </span>
  )
}
