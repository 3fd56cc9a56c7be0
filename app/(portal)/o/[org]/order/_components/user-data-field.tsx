'use client'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { Disclosure } from '~/components/ui/display/disclosure'
import { TextArea } from '~/components/ui/fields/text-area'
import { LatePart } from '~/components/ui/overlays/late-part'
import { findFormFault, findSecretLine } from '~/lib/ordering/client'

// Few orders have user data.
const UserDataCheckResult = lazy(() => import('./user-data-check'))

type Props = {
  value: string
  /** Whether the chosen image carries cloud-init; undefined without an image. */
  hasCloudInit: boolean | undefined
  error: string | undefined
  onChange: (userData: string) => void
}

/** The text that cloud-init reads at first boot; closed until someone wants it. */
export function UserDataField({ value, hasCloudInit, error, onChange }: Props) {
  const t = useTranslations('ordering.userData')
  const reason = useTranslations('errors.reason')
  const fault =
    value === '' ? null : hasCloudInit === false ? 'image_without_cloud_init' : findFormFault(value)
  // Emptying the field must not close it.
  const [isTyped, setTyped] = useState(false)
  const secretLine = findSecretLine(value)
  return (
    <Disclosure summary={t('title')} {...((isTyped || value !== '') && { open: true })}>
      {hasCloudInit === false && value === '' ? (
        <p className="text-sm text-ink-2">{reason('image_without_cloud_init')}</p>
      ) : (
        <div className="grid gap-3">
          <TextArea
            name="userData"
            label={t('label')}
            hint={t('hint')}
            optional
            mono
            rows={8}
            spellCheck={false}
            autoComplete="off"
            value={value}
            error={error ?? (fault ? reason(fault) : undefined)}
            onChange={(event) => {
              setTyped(true)
              onChange(event.currentTarget.value)
            }}
          />
          {value !== '' && !fault && !error && (
            <LatePart>
              <UserDataCheckResult text={value} />
            </LatePart>
          )}
          {secretLine !== null && (
            <Callout tone="warn" title={t('secretTitle')} live>
              {t('secret', { line: secretLine })}
            </Callout>
          )}
        </div>
      )}
    </Disclosure>
  )
}
