'use client'
import { useParams } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { useQuery } from '~/components/ui/queries'
import type { UserDataCheck } from '~/lib/ordering/client'
import { checkUserDataAction } from '../actions'

/** Delay after the last key press before the server reads the text. */
const checkAfterMs = 500

type Props = { text: string }

/** What the server finds in the text: why it would refuse it, or what cloud-init would ignore. */
export default function UserDataCheckResult({ text }: Props) {
  const t = useTranslations('ordering.userData')
  const refusalText = useRefusalText()
  const locale = useLocale()
  const check = useCheck(text)
  if (!check) return null
  const { fault, warnings } = check
  if (fault) {
    const place = 'line' in fault ? { line: String(fault.line), column: String(fault.column) } : {}
    return (
      <Callout tone="bad" live>
        {refusalText({ code: 'invalid_input', params: { reason: fault.reason, ...place } })}
      </Callout>
    )
  }
  if (warnings.length === 0) return null
  const list = new Intl.ListFormat(locale, { type: 'disjunction' })
  return (
    <Callout tone="warn" title={t('ignoredTitle')} live>
      <ul className="list-disc pl-5">
        {warnings.map(({ line, column, ...warning }) => (
          <li key={`${line} ${column}`}>
            {t('place', { line, column })}{' '}
            {warning.kind === 'wrong_type'
              ? t('wrongType', {
                  key: warning.key,
                  expected: list.format(warning.expected.map((type) => t(`types.${type}`))),
                })
              : warning.near === null
                ? t('unknownKey', { key: warning.key })
                : t('unknownKeyNear', { key: warning.key, near: warning.near })}
          </li>
        ))}
      </ul>
    </Callout>
  )
}

/** Null until the server has read a text, and while it cannot be reached. */
function useCheck(text: string): UserDataCheck | null {
  const { org } = useParams<{ org: string }>()
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), checkAfterMs)
    return () => clearTimeout(timer)
  }, [text])
  const { data } = useQuery({
    queryKey: ['ordering', 'user-data', org, settled],
    queryFn: async () => {
      const result = await checkUserDataAction({ organisationId: org, text: settled })
      return result.ok ? result.data : null
    },
    // The text may hold secrets, and the same text has the same result.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return settled === text ? (data ?? null) : null
}
