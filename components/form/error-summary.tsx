'use client'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import { Icon } from '~/components/ui/display/icon'

type Props = {
  ref: Ref<HTMLDivElement>
  text: string | null
  fields: readonly { id: string; label: string; error: string }[]
}

/** The errors at the top of the form, with a link to each field; it receives the focus. */
export function ErrorSummary({ ref, text, fields }: Props) {
  const t = useTranslations('common')
  if (!text && fields.length === 0) return null
  return (
    <div
      ref={ref}
      tabIndex={-1}
      role="alert"
      className="flex gap-3 rounded-card border border-bad/30 bg-bad-wash px-4 py-3 text-bad"
    >
      <Icon name="alert" className="mt-0.5" />
      <div className="min-w-0">
        <p className="font-semibold">{text ?? t('errorSummary', { count: fields.length })}</p>
        {fields.length > 0 && (
          <ul className="mt-1 grid gap-0.5">
            {fields.map((field) => (
              <li key={field.id}>
                <a
                  href={`#${field.id}`}
                  className="underline underline-offset-2"
                  onClick={(event) => focusField(event, field.id)}
                >
                  {field.label
                    ? t('labelled', { label: withoutStop(field.label), text: field.error })
                    : field.error}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

/** A label that is a sentence ends with a full stop, which must not precede the colon. */
const withoutStop = (label: string) => label.replace(/\.$/, '')

function focusField(event: { preventDefault(): void }, id: string) {
  event.preventDefault()
  document.getElementById(id)?.focus()
}
