import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { Button } from '~/components/ui/links/button'
import { type DraftListener, nextListener } from './balancer-draft'

type Props = {
  prefix: string
  listeners: readonly DraftListener[]
  onChange: (listeners: DraftListener[]) => void
}

const most = 10
const offered = ['http', 'tcp'] as const

/** The ports on which it accepts connections, one line each. */
export function ListenerFields({ prefix, listeners, onChange }: Props) {
  const t = useTranslations('balancers.form')
  const add = useRef<HTMLButtonElement>(null)
  const change = (key: number, over: Partial<DraftListener>) =>
    onChange(listeners.map((each) => (each.key === key ? { ...each, ...over } : each)))
  return (
    <div className="grid gap-3">
      {listeners.map((listener, index) => (
        <fieldset key={listener.key} className="flex min-w-0 flex-wrap items-end gap-3">
          <legend className="sr-only">{t('listener', { number: index + 1 })}</legend>
          <Select
            name={`${prefix}${index}.protocol`}
            label={t('protocol')}
            className="w-32"
            options={[...new Set([...offered, listener.protocol])].map((value) => ({
              value,
              label: t(`protocols.${value}`),
            }))}
            value={listener.protocol}
            onChange={(event) => {
              const protocol = offered.find((each) => each === event.currentTarget.value)
              if (protocol) change(listener.key, { protocol, certificateId: null, redirectsToHttps: false })
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
          {listeners.length > 1 && (
            <Button
              variant="quiet"
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
      <p className="text-sm text-ink-3">{t('protocolHint')}</p>
      {listeners.length < most && (
        <div>
          <Button ref={add} size="sm" onClick={() => onChange([...listeners, nextListener(listeners)])}>
            {t('addListener')}
          </Button>
        </div>
      )}
    </div>
  )
}
