import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { Button } from '~/components/ui/links/button'
import { TextLink } from '~/components/ui/links/text-link'
import type { BalancerForm } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { canRedirect, type DraftListener, nextListener } from './balancer-draft'

type Props = {
  organisationId: string
  prefix: string
  /** Those that HTTPS may show. */
  certificates: BalancerForm['certificates']
  listeners: readonly DraftListener[]
  onChange: (listeners: DraftListener[]) => void
}

const most = 10
const offered = ['http', 'https', 'tcp'] as const

/** The ports on which it accepts connections, one line each. */
export function ListenerFields({ organisationId, prefix, certificates, listeners, onChange }: Props) {
  const t = useTranslations('balancers.form')
  const add = useRef<HTMLButtonElement>(null)
  const first = certificates[0]?.id ?? null
  const change = (key: number, over: Partial<DraftListener>) =>
    onChange(listeners.map((each) => (each.key === key ? { ...each, ...over } : each)))
  return (
    <div className="grid gap-3">
      {listeners.map((listener, index) => (
        <fieldset key={listener.key} className="flex min-w-0 flex-wrap items-start gap-3">
          <legend className="sr-only">{t('listener', { number: index + 1 })}</legend>
          <Select
            name={`${prefix}${index}.protocol`}
            label={t('protocol')}
            className="w-32"
            options={offered.map((value) => ({
              value,
              label: t(`protocols.${value}`),
            }))}
            value={listener.protocol}
            onChange={(event) => {
              const protocol = offered.find((each) => each === event.currentTarget.value)
              const certificateId = protocol === 'https' ? first : null
              if (protocol) change(listener.key, { protocol, certificateId, redirectsToHttps: false })
            }}
          />
          <NumberField
            // The error of the whole line is shown here.
            name={`${prefix}${index}`}
            label={t('port')}
            className="w-44"
            min={1}
            max={65_535}
            defaultValue={listener.port}
            onValueChange={(port) => change(listener.key, { port })}
          />
          {listener.protocol === 'https' && certificates.length > 0 && (
            <Select
              name={`${prefix}${index}.certificateId`}
              label={t('certificate')}
              className="w-64"
              options={certificates.map(({ id, name, state }) => ({
                value: id,
                label: state === 'ended' ? t('certificateEnded', { name }) : name,
              }))}
              value={listener.certificateId ?? ''}
              onChange={(event) => {
                const chosen = certificates.find(({ id }) => id === event.currentTarget.value)
                if (chosen) change(listener.key, { certificateId: chosen.id })
              }}
            />
          )}
          {canRedirect(listener, listeners) && (
            <Checkbox
              name={`${prefix}${index}.redirectsToHttps`}
              label={t('redirect')}
              className="mt-7"
              checked={listener.redirectsToHttps}
              onChange={(event) => change(listener.key, { redirectsToHttps: event.currentTarget.checked })}
            />
          )}
          {listeners.length > 1 && (
            <Button
              variant="quiet"
              className="mt-6.5"
              aria-label={t('removeListener', { number: index + 1, port: String(listener.port) })}
              onClick={() => {
                onChange(listeners.filter(({ key }) => key !== listener.key))
                add.current?.focus()
              }}
            >
              <Icon name="trash" size={16} />
            </Button>
          )}
        </fieldset>
      ))}
      <p className="text-sm text-ink-3">
        {t('protocolHint')}{' '}
        {certificates.length === 0 && (
          <>
            {t('noCertificate')}{' '}
            <TextLink href={routes.org.certificates(organisationId)}>{t('toCertificates')}</TextLink>
          </>
        )}
      </p>
      {listeners.length < most && (
        <div>
          <Button
            ref={add}
            size="sm"
            onClick={() => onChange([...listeners, nextListener(listeners, first)])}
          >
            {t('addListener')}
          </Button>
        </div>
      )}
    </div>
  )
}
