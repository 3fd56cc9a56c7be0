'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { buttonClass } from '~/components/ui/links/button-class'
import { FileLink } from '~/components/ui/links/file-link'
import { Menu } from '~/components/ui/overlays/menu'
import { showToast } from '~/components/ui/overlays/toast'
import type { ExportFormat, ExportKind, ExportOfferView } from '~/lib/billing/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { ExportFiles } from './export-files'
import { exportPurposes } from './export-purposes'

type Input = { kind: ExportKind; format: ExportFormat; period: string }
type Props<I extends Input> = {
  offer: Pick<ExportOfferView, 'kinds' | 'lacksFec'>
  /** Whose books: the seller's sales are the buyer's purchases. */
  books: 'purchases' | 'sales'
  files: ExportFiles
  /** Prepares an export in the background. */
  prepare: (input: I) => Promise<ActionResult<unknown>>
  /** What `prepare` takes with kind and format. */
  of: Omit<I, 'kind' | 'format'>
}

/** The exports of a month by what they are for: the usual format as a button, the others in a menu. */
export function ExportTable<I extends Input>({ offer, books, files, prepare, of }: Props<I>) {
  const t = useTranslations('billingExports')
  const prepareInBackground = usePrepare(prepare)
  return exportPurposes.map(([purpose, wanted]) => {
    const kinds = offer.kinds.filter(({ kind }) => wanted.some((each) => each === kind))
    const why = purpose === 'audit' ? offer.lacksFec : null
    if (kinds.length === 0 && !why) return null
    return (
      <section
        key={purpose}
        aria-label={t(`purpose.${purpose}`)}
        className="border-t border-line first:border-t-0"
      >
        <h3 className="bg-sunken px-4.5 py-2 text-sm font-semibold text-ink-2">{t(`purpose.${purpose}`)}</h3>
        {why && <p className="px-4.5 py-3.5 text-ink-2">{t(`lacksFec.${why}`)}</p>}
        <ul className="divide-y divide-line">
          {kinds.map(({ kind, formats }) => {
            const [usual, ...others] = formats
            const label = t(`kind.${kind}`)
            const nameOf = (format: ExportFormat) =>
              t('downloadInFull', { kind: label, format: t(`format.${format}`) })
            return (
              <li key={kind} className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4.5 py-3.5">
                <div className="min-w-0 flex-1 basis-72">
                  <h4 className="font-semibold">{label}</h4>
                  <p className="text-sm text-ink-2">
                    {t(kind === 'entries' && books === 'sales' ? 'text.salesEntries' : `text.${kind}`)}
                  </p>
                </div>
                {usual && (
                  <div className="flex flex-wrap items-center gap-2">
                    <FileLink href={files[kind]?.[usual] ?? ''} size="sm">
                      <span className="sr-only">{nameOf(usual)}</span>
                      <span aria-hidden="true">{t(`format.${usual}`)}</span>
                    </FileLink>
                    <Menu
                      label={t('moreInFull', { kind: label })}
                      triggerClassName={buttonClass({ size: 'sm', variant: 'quiet' })}
                      trigger={
                        <>
                          {t('more')}
                          <Icon name="chevronDown" size={16} />
                        </>
                      }
                      entries={[
                        ...others.map((format) => ({
                          id: format,
                          label: t(`format.${format}`),
                          icon: 'download' as const,
                          onAction: () => download(files[kind]?.[format] ?? ''),
                        })),
                        ...(others.length > 0 ? [{ kind: 'separator' as const, id: 'line' }] : []),
                        {
                          id: 'prepare',
                          label: t('prepare'),
                          note: t('prepareNote'),
                          icon: 'clock' as const,
                          onAction: () => prepareInBackground({ ...of, kind, format: usual } as I),
                        },
                      ]}
                    />
                  </div>
                )}
              </li>
            )
          })}
        </ul>
      </section>
    )
  })
}

/** The answer is an attachment: the page stays. */
function download(href: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = ''
  link.click()
}

/** Returns a function that prepares an export in the background; the list below shows it. */
function usePrepare<I extends Input>(action: Props<I>['prepare']) {
  const t = useTranslations('billingExports')
  const refusalText = useRefusalText()
  const router = useRouter()
  const [, start] = useTransition()
  return (input: I) =>
    start(async () => {
      const result = await action(input)
      if (!result.ok) return showToast('bad', refusalText(result))
      showToast('ok', t('asked'))
      router.refresh()
    })
}
